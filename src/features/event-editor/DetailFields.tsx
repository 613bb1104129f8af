import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import { TextArea, TextField } from '../../components/TextField.tsx';
import type { EventDraft } from './draft.ts';
import styles from './form.module.css';
import type { EditorCalendar } from './formTypes.ts';
import { isWebLink } from './safeLinks.ts';
import { sameFields } from './sameFields.ts';
import type { ChangeDraft } from './useDraftHistory.ts';

interface DetailFieldsProps {
  readonly draft: EventDraft;
  readonly change: ChangeDraft;
  readonly isReadOnly: boolean;
}

interface TextsProps extends DetailFieldsProps {
  readonly problemOf: (field: TextName) => string | undefined;
}

/** Where, video link, notes. */
export function TextFields({ draft, change, isReadOnly, problemOf }: TextsProps) {
  const { t } = useLingui();
  const set = textSetter({ draft, change, isReadOnly, problemOf });
  return (
    <>
      <TextField label={t`Where`} {...set('location')} />
      <TextField
        label={t`Video link`}
        inputMode="url"
        {...set('videoLink')}
        description={<OpenLink href={draft.videoLink} />}
      />
      <TextArea label={t`Notes`} rows={4} {...set('description')} />
    </>
  );
}

/** URL of the event. */
export function WebPageField(props: TextsProps) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Web page`}
      inputMode="url"
      {...textSetter(props)('webPage')}
      description={<OpenLink href={props.draft.webPage} />}
    />
  );
}

type TextName = 'location' | 'videoLink' | 'webPage' | 'description';

/** The props that every text field of the form shares. */
function textSetter({ draft, change, isReadOnly, problemOf }: TextsProps) {
  return (field: TextName) => ({
    className: styles['inline'],
    isReadOnly,
    value: draft[field],
    isInvalid: problemOf(field) !== undefined,
    errorMessage: problemOf(field),
    onChange: (text: string) => change((known) => ({ ...known, [field]: text })),
  });
}

/** Only http and https; anything else stays text. */
function OpenLink({ href }: { readonly href: string }) {
  if (!isWebLink(href)) return undefined;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      <Trans>Open in a new tab</Trans>
    </a>
  );
}

/** Visibility and "show as". */
export const PrivacyFields = memo(
  function PrivacyFields({ draft, change, isReadOnly }: DetailFieldsProps) {
    const { t } = useLingui();
    const classes = ['PUBLIC', 'PRIVATE', 'CONFIDENTIAL'];
    const offered = classes.includes(draft.visibility) ? classes : [...classes, draft.visibility];
    return (
      <>
        <Select
          label={t`Visibility`}
          className={styles['inline']}
          isDisabled={isReadOnly}
          value={draft.visibility}
          onChange={(key) => change((known) => ({ ...known, visibility: String(key) }))}
        >
          {offered.map((visibility) => (
            <Option key={visibility} id={visibility}>
              {visibilityText(visibility)}
            </Option>
          ))}
        </Select>
        <Select
          label={t`Show as`}
          className={styles['inline']}
          isDisabled={isReadOnly}
          value={draft.transparency}
          onChange={(key) =>
            change((known) => ({ ...known, transparency: key === 'TRANSPARENT' ? 'TRANSPARENT' : 'OPAQUE' }))
          }
        >
          <Option id="OPAQUE">{t`Busy`}</Option>
          <Option id="TRANSPARENT">{t`Free`}</Option>
        </Select>
      </>
    );

    function visibilityText(visibility: string): string {
      if (visibility === 'PUBLIC') return t`Everybody who sees the calendar`;
      if (visibility === 'PRIVATE') return t`Only me`;
      return visibility === 'CONFIDENTIAL' ? t`Others see only that I am busy` : visibility;
    }
  },
  sameFields('visibility', 'transparency'),
);

interface CalendarFieldProps extends DetailFieldsProps {
  readonly calendars: readonly EditorCalendar[];
  readonly problem: string | undefined;
}

/** The calendar that the event is kept in; with only one there is no choice. */
export const CalendarField = memo(function CalendarField({
  draft,
  change,
  isReadOnly,
  calendars,
  problem,
}: CalendarFieldProps) {
  const { t } = useLingui();
  const offered = calendars.filter(({ url, readOnly }) => !readOnly || url === draft.calendar);
  if (offered.length === 0) return null;
  return (
    <Select
      label={t`Calendar`}
      className={styles['inline']}
      isDisabled={isReadOnly || offered.length === 1}
      isInvalid={problem !== undefined}
      errorMessage={problem}
      value={draft.calendar}
      onChange={(key) => change((known) => ({ ...known, calendar: String(key) }))}
    >
      {offered.map(({ url, name, owner }) => (
        <Option key={url} id={url}>
          {owner === undefined ? name : `${name} · ${owner}`}
        </Option>
      ))}
    </Select>
  );
}, sameFields('calendar'));
