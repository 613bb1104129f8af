import { useDeferredValue, useMemo } from 'react';
import type { EditContext } from '../../../features/event-editor/draft.ts';
import type { Policy } from '../../../scheduling/types.ts';
import type { EditSession } from './editSession.ts';
import { type EditPlan, planEdit } from './planEdit.ts';

/** The plan for what was typed. Typing comes first: the plan follows when there is time, and what is outdated is dropped. */
export function useSchedulingPlan(session: EditSession, context: EditContext, policy: Policy): EditPlan {
  const deferred = useDeferredValue(session);
  return useMemo(() => planEdit(deferred, context, policy), [deferred, context, policy]);
}
