import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Banner } from '../../../components/Banner.tsx';
import { DeliveryReport } from '../../../features/delivery-report/DeliveryReport.tsx';
import type { UnmappedInstance } from '../../../features/event-editor/draft.ts';
import { SchedulingPreview } from '../../../features/scheduling-preview/SchedulingPreview.tsx';
import { timeText } from '../../../features/scheduling-preview/times.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import type { CalendarUserAddress } from '../../../icalendar/calendarUserAddress.ts';
import { timeZonesOf } from '../../../icalendar/timeZone.ts';
import { SenderLine } from './OwnerNotice.tsx';
import styles from './PreviewPane.module.css';
import type { Editor } from './useEditor.ts';
import type { Viewer } from './viewer.ts';

interface PreviewPaneProps {
  readonly editor: Editor;
  readonly viewer: Viewer;
  readonly wording: Wording;
  readonly unknownAddresses: ReadonlySet<CalendarUserAddress>;
  readonly ruleWords: (rule: string) => string;
  /** Stands above the preview: the choice of scope. */
  readonly choice: ReactNode;
  /** Nothing can be changed, so that nothing will be sent. */
  readonly isReadOnly: boolean;
}

/** What saving will send; after saving, in the same place, what was sent. */
export function PreviewPane(props: PreviewPaneProps) {
  const { editor, viewer, wording, unknownAddresses, ruleWords, choice, isReadOnly } = props;
  const { planned, report, isDirty, session } = editor;
  if (report !== undefined && !isDirty)
    return <DeliveryReport outcomes={report.outcomes} names={wording.names} meanings={report.meanings} />;
  if (!isDirty && session.saved !== undefined) return <Unchanged isReadOnly={isReadOnly} />;
  return (
    <div className={styles['pane']}>
      {choice}
      {planned.unmapped.length > 0 ? (
        <UnmappedDates unmapped={planned.unmapped} editor={editor} wording={wording} />
      ) : null}
      <SenderLine plan={planned.plan} viewer={viewer} />
      <SchedulingPreview
        plan={planned.plan}
        names={wording.names}
        zone={viewer.zone}
        locale={viewer.locale}
        server={viewer.server}
        product={viewer.product}
        differences={planned.differences}
        unknownAddresses={unknownAddresses}
        ruleWords={ruleWords}
      />
    </div>
  );
}

function Unchanged({ isReadOnly }: { readonly isReadOnly: boolean }) {
  if (isReadOnly) {
    return (
      <div className={styles['unchanged']}>
        <p>
          <Trans>Nothing, because you can only look at this event.</Trans>
        </p>
      </div>
    );
  }
  return (
    <div className={styles['unchanged']} role="status">
      <p className={styles['strong']}>
        <Trans>Nothing changed yet</Trans>
      </p>
      <p>
        <Trans>
          As soon as you change something, this side shows who would be told, of which dates, and why. Nothing is sent
          before you save.
        </Trans>
      </p>
    </div>
  );
}

function UnmappedDates({
  unmapped,
  editor,
  wording,
}: {
  readonly unmapped: readonly UnmappedInstance[];
  readonly editor: Editor;
  readonly wording: Wording;
}) {
  const { t } = useLingui();
  const zones = timeZonesOf(editor.session.saved ?? { name: 'VCALENDAR', properties: [], components: [] });
  return (
    <Banner tone="warning" title={t`Some dates have no place in the new repetition, and go`}>
      <ul>
        {unmapped.map((instance) => (
          <li key={`${instance.kind} ${instance.key}`}>
            {timeText(instance.time, zones, wording)}
            {instance.kind === 'override' ? ` · ${instance.title || t`changed by itself`}` : ` · ${t`left out`}`}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
