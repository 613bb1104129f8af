/** In place of the editor: what can be read of an event that is damaged. It cannot be saved, so that nothing of it is lost. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { classes } from '../../../components/classes.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { whenText } from '../../../features/scheduling-preview/times.ts';
import type { CalendarUserAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type Component, getText } from '../../../icalendar/component.ts';
import { type SalvageProblem, salvageCalendarData } from '../../../icalendar/salvage.ts';
import { type TimeZones, timeZonesOf } from '../../../icalendar/timeZone.ts';
import styles from '../eventEditor.module.css';
import { BackLink } from './BackLink.tsx';
import { useWording, type Viewer } from './viewer.ts';

interface DamagedEventProps {
  /** Why it cannot be edited where no line of its own is to blame. */
  readonly error: unknown;
  readonly data: string;
  readonly viewer: Viewer;
}

const NO_NAMES: ReadonlyMap<CalendarUserAddress, string> = new Map();

export function DamagedEvent({ error, data, viewer }: DamagedEventProps) {
  const { t } = useLingui();
  const { calendars, problems } = salvageCalendarData(data);
  const readable = calendars.flatMap((calendar) =>
    calendar.components
      .filter(({ name }) => name === 'VEVENT')
      .map((event) => ({ event, zones: timeZonesOf(calendar) })),
  );
  return (
    <main className={classes(styles['state'], styles['damaged'])}>
      <EmptyState isPage icon="warning" title={t`This event is damaged`} actions={<BackLink />}>
        <p>
          <Trans>
            Another program stored something that cannot be read completely. It is left exactly as it is, and cannot be
            changed here: saving it would lose what is damaged.
          </Trans>
        </p>
        <Faults error={error} problems={problems} />
        {readable.length === 0 ? null : (
          <Facts heading={<Trans>What can be read of it</Trans>}>
            {readable.map(({ event, zones }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: components may have nothing that tells them apart
              <ReadableEvent key={index} event={event} zones={zones} viewer={viewer} />
            ))}
          </Facts>
        )}
      </EmptyState>
      <RawText data={data} faults={problems.map(({ line }) => line)} />
    </main>
  );
}

function Faults({ error, problems }: { readonly error: unknown; readonly problems: readonly SalvageProblem[] }) {
  if (problems.length === 0) return <p translate="no">{error instanceof Error ? error.message : String(error)}</p>;
  return (
    <Facts heading={<Trans>What is damaged</Trans>}>
      {problems.map(({ line, title, message }) => (
        <li key={`${line} ${message}`}>
          <Trans>Line {line}</Trans>
          {title === '' ? null : <span dir="auto"> ({title})</span>}: <span translate="no">{message}</span>
        </li>
      ))}
    </Facts>
  );
}

function Facts({ heading, children }: { readonly heading: ReactNode; readonly children: ReactNode }) {
  return (
    <section className={styles['facts']}>
      <h2>{heading}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface ReadableEventProps {
  readonly event: Component;
  readonly zones: TimeZones;
  readonly viewer: Viewer;
}

function ReadableEvent({ event, zones, viewer }: ReadableEventProps) {
  const wording = useWording(viewer, NO_NAMES);
  return (
    <li>
      <span dir="auto">{getText(event, 'SUMMARY') || <Trans>No title</Trans>}</span>, {whenText(event, zones, wording)}
    </li>
  );
}

const LINES_BEFORE = 8;
const MOST_LINES = 200;

/** The text around the first line at fault, with its line numbers; lines at fault are marked. */
function RawText({ data, faults }: { readonly data: string; readonly faults: readonly number[] }) {
  const { t } = useLingui();
  const first = Math.max(0, (faults[0] ?? 1) - 1 - LINES_BEFORE);
  const lines = data.split(/\r\n|\n|\r/).slice(first, first + MOST_LINES);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['raw']} tabIndex={0} aria-label={t`The text as it is stored`} translate="no">
      <pre>
        {lines.map((line, index) => {
          const number = first + index + 1;
          const text = `${String(number).padStart(5)}  ${line}\n`;
          return faults.includes(number) ? <mark key={number}>{text}</mark> : text;
        })}
      </pre>
    </section>
  );
}
