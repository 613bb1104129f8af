import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useRef, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Popover } from '../../components/Popover.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import { getProperty } from '../../icalendar/component.ts';
import { type TimeZones, timeZonesOf } from '../../icalendar/timeZone.ts';
import type { ProfileDifference } from '../../scheduling/profileDifferences.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import { CellDetails } from './CellDetails.tsx';
import { DecisionMatrix, type OpenCell } from './DecisionMatrix.tsx';
import { type DateNames, dateNames } from './dateNames.ts';
import { deliveryWarnings, type ServerReach } from './deliveryWarnings.ts';
import { GroupList } from './GroupList.tsx';
import { Headline } from './Headline.tsx';
import type { Highlight } from './highlight.ts';
import { MessageList } from './MessageList.tsx';
import { matrixModel } from './matrixModel.ts';
import { Problems } from './Problems.tsx';
import { groupDecisions } from './planGroups.ts';
import { replySentences } from './replies.ts';
import styles from './SchedulingPreview.module.css';
import { ServerDifferences } from './ServerDifferences.tsx';
import { planSentence } from './sentences.ts';
import type { Wording } from './wording.ts';

export interface SchedulingPreviewProps {
  readonly plan: SchedulingPlan;
  /** Display names of Attendees and Organizer; an address without one is shown itself. */
  readonly names: ReadonlyMap<CalendarUserAddress, string>;
  /** IANA name of the zone in which dates and times are shown. */
  readonly zone: string;
  /** BCP 47: how dates, times and lists are written. */
  readonly locale: string;
  readonly server: ServerReach;
  /** The connected server’s product, and where it does otherwise than RFC 6638. */
  readonly product?: string;
  readonly differences?: readonly ProfileDifference[];
  /** Addresses of the server’s own domain that no account has. */
  readonly unknownAddresses?: ReadonlySet<CalendarUserAddress>;
  /** RRULE in words. */
  readonly ruleWords?: (rule: string) => string;
}

const NOBODY: ReadonlySet<CalendarUserAddress> = new Set();
const NO_DIFFERENCES: readonly ProfileDifference[] = [];

/** What saving will send: to whom, for which dates, and why; down to the message. */
export function SchedulingPreview({
  plan,
  names,
  zone,
  locale,
  server,
  product = '',
  differences = NO_DIFFERENCES,
  unknownAddresses = NOBODY,
  ruleWords,
}: SchedulingPreviewProps) {
  const { i18n } = useLingui();
  const wording = useMemo<Wording>(() => ({ i18n, locale, zone, names }), [i18n, locale, zone, names]);
  const dates = useMemo(
    () => dateNames([...keysOf(plan), ...keysOfDifferences(differences)], isRecurring(plan), wording),
    [plan, differences, wording],
  );
  return (
    <div className={styles['preview']}>
      <Headline plan={plan} />
      <ServerDifferences differences={differences} product={product} dates={dates} wording={wording} />
      <Problems
        plan={plan}
        warnings={deliveryWarnings(plan, server, unknownAddresses)}
        sendsNothing={server.schedules === false && plan.messages.length > 0}
        wording={wording}
      />
      {plan.role === 'attendee' ? <ReplyPart plan={plan} dates={dates} wording={wording} /> : null}
      {plan.role === 'none' && plan.violations.length === 0 ? <NoMeeting /> : null}
      {plan.decisions.length > 0 ? (
        <OrganizerPart plan={plan} dates={dates} wording={wording} ruleWords={ruleWords} />
      ) : null}
      {plan.messages.length > 0 ? (
        <section className={styles['section']}>
          <h3>
            <Trans>Messages</Trans>
          </h3>
          <MessageList plan={plan} dates={dates} wording={wording} ruleWords={ruleWords} />
        </section>
      ) : null}
    </div>
  );
}

interface PartProps {
  readonly plan: SchedulingPlan;
  readonly dates: DateNames;
  readonly wording: Wording;
}

function OrganizerPart({
  plan,
  dates,
  wording,
  ruleWords,
}: PartProps & { readonly ruleWords: ((rule: string) => string) | undefined }) {
  const [highlight, setHighlight] = useState<Highlight>();
  const [open, setOpen] = useState<OpenCell>();
  const openButton = useRef<HTMLButtonElement>(null);
  const groups = useMemo(() => groupDecisions(plan), [plan]);
  const model = useMemo(() => matrixModel(plan), [plan]);
  if (groups.length === 0) return <NoGuests />;
  return (
    <>
      <p className={styles['sentence']}>{planSentence(plan, dates, wording)}</p>
      <GroupList groups={groups} dates={dates} wording={wording} highlight={highlight} onHighlight={setHighlight} />
      <section className={styles['section']}>
        <h3>
          <Trans>Who gets what, by date</Trans>
        </h3>
        <DecisionMatrix
          model={model}
          dates={dates}
          wording={wording}
          highlight={highlight}
          openButton={openButton}
          onOpen={setOpen}
        />
      </section>
      <Popover
        isPadded
        triggerRef={openButton}
        placement="bottom start"
        isOpen={open !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setOpen(undefined);
        }}
      >
        {open ? (
          <CellDetails
            cell={open}
            operation={plan.operation}
            dates={dates}
            context={{ wording, zones: zonesOf(plan), ruleWords }}
          />
        ) : null}
      </Popover>
    </>
  );
}

function ReplyPart({ plan, dates, wording }: PartProps) {
  const sentences = replySentences(plan, dates, wording);
  if (sentences.length === 0) {
    return plan.violations.length > 0 ? null : (
      <p className={styles['sentence']}>
        <Trans>The organizer is told nothing, because your reply stays as it is.</Trans>
      </p>
    );
  }
  return (
    <div className={styles['sentence']}>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

function NoMeeting() {
  const { t } = useLingui();
  return (
    <Banner tone="info" title={t`This event has no guests`}>
      <Trans>Add a guest to make it a meeting.</Trans>
    </Banner>
  );
}

function NoGuests() {
  return (
    <p className={styles['sentence']}>
      <Trans>Nobody is told, because nobody else is in this meeting.</Trans>
    </p>
  );
}

/** For a cell that is open: what is stored has to be made first. */
function zonesOf(plan: SchedulingPlan): TimeZones {
  return timeZonesOf(plan.stored ?? plan.messages[0]?.calendar() ?? EMPTY_CALENDAR);
}

const EMPTY_CALENDAR = { name: 'VCALENDAR', properties: [], components: [] };

function keysOf(plan: SchedulingPlan): readonly string[] {
  return [...plan.decisions.map(({ key }) => key), ...plan.messages.flatMap(({ keys }) => keys)];
}

function keysOfDifferences(differences: readonly ProfileDifference[]): readonly string[] {
  return differences.flatMap(({ keys, standard, predicted }) => [
    ...keys,
    ...[...standard, ...predicted].flatMap((told) => [...told.keys, ...told.exdates]),
  ]);
}

/** Whether there is more than one date to speak of. What is stored is asked last: it has to be made first. */
function isRecurring(plan: SchedulingPlan): boolean {
  if (keysOf(plan).some((key) => key !== 'master')) return true;
  const components =
    plan.stored?.components ?? plan.messages.flatMap((message) => message.components.map(({ component }) => component));
  return components.some(
    (component) =>
      getProperty(component, 'RRULE') ?? getProperty(component, 'RDATE') ?? getProperty(component, 'RECURRENCE-ID'),
  );
}
