import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { Banner } from '../../../components/Banner.tsx';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Radio, RadioGroup } from '../../../components/RadioGroup.tsx';
import { removeInstance } from '../../../features/event-editor/instanceEdits.ts';
import { dateNames } from '../../../features/scheduling-preview/dateNames.ts';
import { SchedulingPreview } from '../../../features/scheduling-preview/SchedulingPreview.tsx';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import type { Component } from '../../../icalendar/component.ts';
import type { RecurrenceKey } from '../../../icalendar/recurrence.ts';
import { wordsForError } from '../../../queries/errors.ts';
import { maySend, OwnerNotice, SenderLine } from './OwnerNotice.tsx';
import { planAndCompare } from './planEdit.ts';
import type { Viewer } from './viewer.ts';

interface DeleteDialogProps {
  readonly saved: Component;
  /** The instance in view, which may be left out instead. */
  readonly instance: RecurrenceKey | undefined;
  readonly viewer: Viewer;
  readonly wording: Wording;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onDelete: () => void;
  /** Saves the event without the instance. */
  readonly onLeaveOut: (calendar: Component) => void;
}

/** Deleting, with the same preview as saving: who is told that it is off, before it is. */
export function DeleteDialog(props: DeleteDialogProps) {
  const { t, i18n } = useLingui();
  const { saved, instance, viewer, wording, isOpen, isPending, error, onClose, onDelete, onLeaveOut } = props;
  const [isWhole, setWhole] = useState(instance === undefined);
  const remaining = useMemo(
    () => (isOpen && instance !== undefined && !isWhole ? removeInstance(saved, instance, new Date()) : undefined),
    [isOpen, saved, instance, isWhole],
  );
  const planned = useMemo(
    () => (isOpen ? planAndCompare(saved, remaining, viewer, new Date()) : undefined),
    [isOpen, saved, remaining, viewer],
  );
  if (planned === undefined) return null;
  const { plan, differences } = planned;
  const date = instance === undefined ? '' : dateNames([instance], true, wording).long(instance);
  const isInvitation = plan.role === 'attendee';
  return (
    <Dialog
      title={isInvitation ? t`Remove this invitation?` : t`Delete this event?`}
      size="wide"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Keep it</Trans>
          </Button>
          <Button
            variant="danger"
            isPending={isPending}
            isDisabled={!maySend(plan, viewer)}
            onPress={() => (remaining === undefined ? onDelete() : onLeaveOut(remaining))}
          >
            {deleteLabel(remaining !== undefined, plan.messages.length > 0)}
          </Button>
        </>
      }
    >
      {instance === undefined ? null : (
        <RadioGroup
          label={t`What to delete`}
          value={isWhole ? 'all' : 'one'}
          onChange={(value) => setWhole(value === 'all')}
        >
          <Radio value="one">{t`Only ${date}`}</Radio>
          <Radio value="all">{t`All dates`}</Radio>
        </RadioGroup>
      )}
      {error ? (
        <Banner tone="danger" isLive title={t`Not deleted. ${i18n._(wordsForError(error).title)}`}>
          {i18n._(wordsForError(error).advice)}
        </Banner>
      ) : null}
      {maySend(plan, viewer) ? (
        <SenderLine plan={plan} viewer={viewer} />
      ) : (
        <OwnerNotice viewer={viewer} isReadOnly={false} plan={plan} />
      )}
      {plan.role === 'none' ? (
        <p>
          <Trans>It has no guests, so nobody is told.</Trans>
        </p>
      ) : (
        <SchedulingPreview
          plan={plan}
          names={wording.names}
          zone={viewer.zone}
          locale={viewer.locale}
          server={viewer.server}
          product={viewer.product}
          differences={differences}
        />
      )}
    </Dialog>
  );

  function deleteLabel(isOneDate: boolean, tellsSomebody: boolean): string {
    if (isOneDate) return tellsSomebody ? t`Delete this date and tell them` : t`Delete this date`;
    if (isInvitation) return tellsSomebody ? t`Remove and decline` : t`Remove`;
    return tellsSomebody ? t`Delete and tell them` : t`Delete`;
  }
}
