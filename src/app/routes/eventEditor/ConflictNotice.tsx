import { Trans, useLingui } from '@lingui/react/macro';
import { Banner } from '../../../components/Banner.tsx';
import { Button } from '../../../components/Button.tsx';
import { dateNames } from '../../../features/scheduling-preview/dateNames.ts';
import styles from './ConflictNotice.module.css';
import { type ConflictState, decisionId } from './conflictState.ts';
import type { StepConflict } from './editSession.ts';
import { type FieldContext, fieldName, fieldText } from './fieldWords.ts';
import type { MergeField } from './mergeDrafts.ts';

interface ConflictNoticeProps {
  readonly state: ConflictState;
  readonly context: FieldContext;
  readonly onDecide: (conflict: StepConflict, field: MergeField, choice: 'mine' | 'theirs') => void;
  readonly onClose: () => void;
}

/** Side by side, by property: what it was, what it is now, what I typed; keep mine or take theirs. */
export function ConflictNotice({ state, context, onDecide, onClose }: ConflictNoticeProps) {
  const { t } = useLingui();
  const open = state.conflicts.flatMap((conflict) =>
    conflict.collisions
      .filter((field) => !state.decided.has(decisionId(conflict, field)))
      .map((field) => ({ conflict, field })),
  );
  const taken = state.conflicts.flatMap((conflict) => conflict.taken.map((field) => ({ conflict, field })));
  return (
    <Banner
      tone="warning"
      isLive
      title={t`While you were editing, this event was saved from elsewhere. Nothing that you typed is lost, and nothing is saved yet.`}
      actions={
        open.length === 0 ? (
          <Button size="small" onPress={onClose}>
            <Trans>Understood</Trans>
          </Button>
        ) : undefined
      }
    >
      <div className={styles['changes']}>
        {open.map(({ conflict, field }) => (
          <Collision
            key={decisionId(conflict, field)}
            conflict={conflict}
            field={field}
            context={context}
            onDecide={onDecide}
          />
        ))}
        {taken.map(({ conflict, field }) => (
          <p key={decisionId(conflict, field)}>
            <ScopeName conflict={conflict} context={context} />
            <Trans>
              {fieldName(field, context.wording)} changed from <del>{fieldText(conflict.base, field, context)}</del> to{' '}
              <ins>{fieldText(conflict.theirs, field, context)}</ins>. You had not touched it, so it is taken over.
            </Trans>
          </p>
        ))}
        {state.lost.length > 0 ? (
          <p>
            <Trans>A date that you had edited is not part of the event any more, so that edit cannot be kept.</Trans>
          </p>
        ) : null}
        <p>
          <Trans>The preview shows what saving sends now.</Trans>
        </p>
      </div>
    </Banner>
  );
}

interface CollisionProps {
  readonly conflict: StepConflict;
  readonly field: MergeField;
  readonly context: FieldContext;
  readonly onDecide: ConflictNoticeProps['onDecide'];
}

function Collision({ conflict, field, context, onDecide }: CollisionProps) {
  const { t } = useLingui();
  const name = fieldName(field, context.wording);
  return (
    <fieldset className={styles['collision']}>
      <legend>
        <ScopeName conflict={conflict} context={context} />
        <Trans>{name}: both of you changed it</Trans>
      </legend>
      <dl className={styles['versions']}>
        <dt>
          <Trans>Before</Trans>
        </dt>
        <dd>{fieldText(conflict.base, field, context)}</dd>
        <dt>
          <Trans>Theirs</Trans>
        </dt>
        <dd>{fieldText(conflict.theirs, field, context)}</dd>
        <dt>
          <Trans>Mine</Trans>
        </dt>
        <dd>{fieldText(conflict.mine, field, context)}</dd>
      </dl>
      <div className={styles['choices']}>
        <Button size="small" aria-label={t`Keep mine: ${name}`} onPress={() => onDecide(conflict, field, 'mine')}>
          <Trans>Keep mine</Trans>
        </Button>
        <Button size="small" aria-label={t`Take theirs: ${name}`} onPress={() => onDecide(conflict, field, 'theirs')}>
          <Trans>Take theirs</Trans>
        </Button>
      </div>
    </fieldset>
  );
}

function ScopeName({ conflict, context }: { readonly conflict: StepConflict; readonly context: FieldContext }) {
  if (conflict.scope === 'all') return null;
  return <>{dateNames([conflict.scope], true, context.wording).long(conflict.scope)} · </>;
}
