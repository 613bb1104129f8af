import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useMemo } from 'react';
import { ComboBox } from '../../components/ComboBox.tsx';
import { Option } from '../../components/Option.tsx';
import { Radio, RadioGroup } from '../../components/RadioGroup.tsx';
import { Select } from '../../components/Select.tsx';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import { setPreferences, type Theme, usePreferences, type WeekStart } from '../../queries/preferences.ts';
import { useSession } from '../../queries/session.ts';
import styles from './SettingsPage.module.css';
import { timeZoneChoices } from './timeZoneChoices.ts';

/** People of other servers never see it. */
const AccountSections = lazy(async () => ({ default: (await import('./AccountSections.tsx')).AccountSections }));

/** How Convoke looks and writes dates in this browser, every choice at once; and the account, where it is kept by Convoke's own server. */
export function SettingsPage() {
  const { t } = useLingui();
  const { server } = useSession();
  const isOwnServer = server.gateway === undefined;
  return (
    <div className={styles['page']}>
      <p className={styles['note']}>
        <Trans>Appearance, dates and times are kept in this browser and hold at once.</Trans>
      </p>
      <Appearance />
      <DatesAndTimes />
      {isOwnServer ? (
        <Suspense
          fallback={
            <Loading label={t`Loading your account`}>
              <Skeleton height="240px" />
            </Loading>
          }
        >
          <AccountSections />
        </Suspense>
      ) : null}
      <ServerFacts />
    </div>
  );
}

function Appearance() {
  const { t } = useLingui();
  const { theme } = usePreferences();
  return (
    <section className={styles['section']}>
      <h2>
        <Trans>Appearance</Trans>
      </h2>
      <RadioGroup
        label={t`Theme`}
        orientation="horizontal"
        value={theme}
        onChange={(value) => setPreferences({ theme: value as Theme })}
      >
        <Radio value="system">{t`As the system`}</Radio>
        <Radio value="light">{t`Light`}</Radio>
        <Radio value="dark">{t`Dark`}</Radio>
      </RadioGroup>
      <p className={styles['note']}>
        <Trans>Language: English. Dates and numbers follow your browser.</Trans>
      </p>
    </section>
  );
}

function DatesAndTimes() {
  const { t } = useLingui();
  const { timeZone, weekStart } = usePreferences();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = useMemo(() => timeZoneChoices(new Date()), []);
  return (
    <section className={styles['section']}>
      <h2>
        <Trans>Dates and times</Trans>
      </h2>
      <ComboBox
        label={t`Time zone`}
        description={t`Your browser is in ${own}. Empty the field to follow it.`}
        placeholder={t`As the browser: ${own}`}
        defaultItems={zones}
        value={timeZone ?? null}
        onChange={(key) => setPreferences({ timeZone: key === null ? undefined : String(key) })}
        menuTrigger="focus"
        emptyMessage={t`No time zone is called so`}
        allowsEmptyCollection
      >
        {(zone) => (
          <Option id={zone.id} note={zone.offset}>
            {zone.name}
          </Option>
        )}
      </ComboBox>
      <Select
        label={t`Weeks begin on`}
        value={weekStart}
        onChange={(key) => setPreferences({ weekStart: key as WeekStart })}
      >
        <Option id="locale">{t`As usual in your region`}</Option>
        <Option id="monday">{t`Monday`}</Option>
        <Option id="saturday">{t`Saturday`}</Option>
        <Option id="sunday">{t`Sunday`}</Option>
      </Select>
    </section>
  );
}

/** What the preview plans by; nothing to choose. */
function ServerFacts() {
  const { server, user } = useSession();
  return (
    <section className={styles['section']}>
      <h2>
        <Trans>Server and account</Trans>
      </h2>
      <dl className={styles['facts']}>
        <dt>
          <Trans>Account</Trans>
        </dt>
        <dd>{user.displayName}</dd>
        <dt>
          <Trans>Your addresses</Trans>
        </dt>
        <dd translate="no">{user.addresses.map((address) => address.replace(/^mailto:/i, '')).join(', ')}</dd>
        <dt>
          <Trans>Server</Trans>
        </dt>
        <dd translate="no">{server.gateway === undefined ? server.product : `${server.name}, ${server.product}`}</dd>
        <dt>
          <Trans>Preview follows</Trans>
        </dt>
        <dd>
          {server.profile === 'rfc6638' ? (
            <Trans>The standard, RFC 6638</Trans>
          ) : (
            <Trans>What {server.product} was seen to do</Trans>
          )}
        </dd>
        <dt>
          <Trans>Invitations</Trans>
        </dt>
        <dd>
          {server.capabilities.includes('calendar-auto-schedule') ? (
            <Trans>Sent by the server when you save</Trans>
          ) : (
            <Trans>Not sent: this server does not say that it sends any</Trans>
          )}
        </dd>
        {server.mail === undefined ? null : (
          <>
            <dt>
              <Trans>Mail to people elsewhere</Trans>
            </dt>
            <dd>{server.mail ? <Trans>Yes</Trans> : <Trans>No: only people of {server.domain} are reached</Trans>}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
