/** What happened when a save met another save. */
import type { EditStep, StepConflict } from './editSession.ts';
import type { MergeField } from './mergeDrafts.ts';

export interface ConflictState {
  readonly conflicts: readonly StepConflict[];
  readonly lost: readonly EditStep[];
  /** Collisions that the person has decided, by `decisionId`. */
  readonly decided: ReadonlySet<string>;
}

export function decisionId(conflict: StepConflict, field: MergeField): string {
  return `${conflict.scope} ${field}`;
}
