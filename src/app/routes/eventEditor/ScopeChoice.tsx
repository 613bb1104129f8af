import { useLingui } from '@lingui/react/macro';
import { useDeferredValue, useMemo } from 'react';
import { Radio, RadioGroup } from '../../../components/RadioGroup.tsx';
import type { EditScope } from '../../../features/event-editor/draft.ts';
import { dateNames } from '../../../features/scheduling-preview/dateNames.ts';
import { methodCounts } from '../../../features/scheduling-preview/sentences.ts';
import { capitalize, type Wording } from '../../../features/scheduling-preview/wording.ts';
import type { RecurrenceKey } from '../../../icalendar/recurrence.ts';
import type { Policy, SchedulingPlan } from '../../../scheduling/types.ts';
import { transferEdit } from './editSession.ts';
import { planEdit } from './planEdit.ts';
import type { Editor } from './useEditor.ts';

interface ScopeChoiceProps {
  readonly editor: Editor;
  /** The instance that the page was opened for. */
  readonly instance: RecurrenceKey;
  readonly wording: Wording;
  readonly policy: Policy;
}

/** “This event” or “all events”, each with what saving it that way would send, before one is chosen. */
export function ScopeChoice({ editor, instance, wording, policy }: ScopeChoiceProps) {
  const { t, i18n } = useLingui();
  const { current } = editor.session;
  const other: EditScope = current.scope === 'all' ? instance : 'all';
  const session = useDeferredValue(editor.session);
  const otherPlan = useMemo(() => {
    if (session.current.scope === other) return undefined;
    return planEdit(transferEdit(session, other, editor.context), editor.context, policy).plan;
  }, [session, other, editor.context, policy]);
  const planLine = (plan: SchedulingPlan) =>
    plan.violations.length > 0
      ? t`will be refused`
      : capitalize(methodCounts(plan, i18n).join(' · '), wording) || t`nobody is told`;
  const line = (scope: EditScope) => {
    const plan = scope === current.scope ? editor.planned.plan : otherPlan;
    return plan && planLine(plan);
  };
  const date = dateNames([instance], true, wording).long(instance);
  return (
    <RadioGroup label={t`Save these changes for`} value={current.scope} onChange={(scope) => editor.transfer(scope)}>
      <Radio value={instance} note={line(instance)}>
        {t`This event only (${date})`}
      </Radio>
      <Radio value="all" note={line('all')}>
        {t`All events`}
      </Radio>
    </RadioGroup>
  );
}
