import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { CALENDAR_HUES, type CalendarHue, colourOf, hueFor } from '../../components/calendarHue.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { showToast } from '../../components/Toast.tsx';
import {
  type CalendarCollection,
  type CalendarLook,
  useCreateCalendar,
  useUpdateCalendar,
} from '../../queries/calendars.ts';
import { wordsForError } from '../../queries/errors.ts';
import { HueField } from './HueField.tsx';

interface NewCalendarDialogProps {
  /** The collection to make it in. */
  readonly home: string;
  /** All that are there: a new one gets a colour that no other has. */
  readonly calendars: readonly CalendarCollection[];
  readonly onClose: () => void;
}

/** Makes a calendar. */
export function NewCalendarDialog({ home, calendars, onClose }: NewCalendarDialogProps) {
  const { t } = useLingui();
  const create = useCreateCalendar();
  const save = async (look: CalendarLook) => {
    await create.mutateAsync({ home, look });
    showToast({ tone: 'success', title: t`“${look.displayName}” is ready.` });
    onClose();
  };
  return (
    <LookDialog
      title={t`New calendar`}
      saveLabel={t`Create calendar`}
      initial={{ displayName: '', hue: unusedHue(calendars) }}
      onSave={save}
      onClose={onClose}
    />
  );
}

interface EditCalendarDialogProps {
  readonly calendar: CalendarCollection;
  /** All that are there, in the list's order: it gives those without a colour one. */
  readonly calendars: readonly CalendarCollection[];
  readonly onClose: () => void;
}

/** Gives a calendar another name or colour; that can be undone. */
export function EditCalendarDialog({ calendar, calendars, onClose }: EditCalendarDialogProps) {
  const { t, i18n } = useLingui();
  const update = useUpdateCalendar();
  const { url, displayName } = calendar;
  const hue = hueFor(calendar.colour, calendars.indexOf(calendar));
  const before: CalendarLook = { displayName, colour: calendar.colour ?? colourOf(hue) };
  const undo = () =>
    update.mutate(
      { url, look: before },
      {
        onError: (error) => {
          const { title, advice } = wordsForError(error);
          showToast({ tone: 'danger', title: i18n._(title), description: i18n._(advice) });
        },
      },
    );
  const save = async (look: CalendarLook) => {
    const changes = {
      ...(look.displayName === displayName ? {} : { displayName: look.displayName }),
      ...(look.colour === colourOf(hue) ? {} : { colour: look.colour }),
    };
    if (Object.keys(changes).length > 0) {
      await update.mutateAsync({ url, look: changes });
      showToast({ tone: 'success', title: t`Saved.`, action: { label: t`Undo`, onPress: undo } });
    }
    onClose();
  };
  return (
    <LookDialog
      title={t`Name and colour`}
      saveLabel={t`Save`}
      initial={{ displayName, hue }}
      onSave={save}
      onClose={onClose}
    />
  );
}

interface LookDialogProps {
  readonly title: string;
  readonly saveLabel: string;
  readonly initial: { readonly displayName: string; readonly hue: CalendarHue };
  /** Rejects when the server does not do it. */
  readonly onSave: (look: CalendarLook) => Promise<void>;
  readonly onClose: () => void;
}

function LookDialog({ title, saveLabel, initial, onSave, onClose }: LookDialogProps) {
  const { t, i18n } = useLingui();
  const form = useId();
  const [displayName, setDisplayName] = useState(initial.displayName);
  const [hue, setHue] = useState(initial.hue);
  const [isSaving, setSaving] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = displayName.trim();
    setMissing(name === '');
    if (name === '' || isSaving) return;
    setSaving(true);
    setError(undefined);
    try {
      await onSave({ displayName: name, colour: colourOf(hue) });
    } catch (failure) {
      setError(failure);
      setSaving(false);
    }
  };
  return (
    <Dialog
      title={title}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form={form} isPending={isSaving}>
            {saveLabel}
          </Button>
        </>
      }
    >
      {error === undefined ? null : (
        <Banner tone="danger" isLive title={t`Not saved. ${i18n._(wordsForError(error).title)}`}>
          {i18n._(wordsForError(error).advice)}
        </Banner>
      )}
      <form id={form} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t`Name`}
          autoFocus
          maxLength={200}
          value={displayName}
          isInvalid={isMissing}
          errorMessage={t`Give it a name, so that you can tell it from the others.`}
          onChange={(text) => {
            setDisplayName(text);
            setMissing(false);
          }}
        />
      </form>
      <HueField value={hue} onChange={setHue} />
    </Dialog>
  );
}

function unusedHue(calendars: readonly CalendarCollection[]): CalendarHue {
  const used = new Set(calendars.map(({ colour }, place) => hueFor(colour, place)));
  const next = hueFor(undefined, calendars.length);
  return used.has(next) ? (CALENDAR_HUES.find((hue) => !used.has(hue)) ?? next) : next;
}
