/** From the Inbox to what the invitations page shows: each message with one’s own copy of its event, and what an answer would send. */
import { useLingui } from '@lingui/react/macro';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { showToast } from '../../../components/Toast.tsx';
import { readReply, respond } from '../../../features/event-editor/invitationReply.ts';
import { type InboxItem, readInboxItem } from '../../../features/invitations/inboxItem.ts';
import type { DirectAnswer, InvitationEntry, OwnCopy } from '../../../features/invitations/invitationEntry.ts';
import { dateNames } from '../../../features/scheduling-preview/dateNames.ts';
import { replySentences } from '../../../features/scheduling-preview/replies.ts';
import { whenText } from '../../../features/scheduling-preview/times.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import { parseCalendarData, serializeCalendarData } from '../../../icalendar/calendarData.ts';
import { normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type Component, getProperties, getProperty } from '../../../icalendar/component.ts';
import { readTime } from '../../../icalendar/timeZone.ts';
import type { CalendarObject } from '../../../queries/calendarObjects.ts';
import { wordsForError } from '../../../queries/errors.ts';
import { objectByUidQuery } from '../../../queries/objectByUid.ts';
import { useSaveCalendarObject } from '../../../queries/saveCalendarObject.ts';
import { useDeleteInboxItem } from '../../../queries/scheduling.ts';
import type { SchedulingPlan } from '../../../scheduling/types.ts';
import { namesIn, planChange } from '../eventEditor/planEdit.ts';
import { ruleWords } from '../eventEditor/ruleWords.ts';
import { useViewer, type Viewer } from '../eventEditor/viewer.ts';

export interface InvitationEntries {
  readonly entries: readonly InvitationEntry[] | undefined;
  readonly unreadable: number;
  readonly onDismiss: (url: string) => Promise<void>;
}

export function useInvitationEntries(messages: readonly CalendarObject[] | undefined): InvitationEntries {
  const { t, i18n } = useLingui();
  const viewer = useViewer();
  const save = useSaveCalendarObject();
  const dismiss = useDeleteInboxItem();
  const items = useMemo(() => messages?.map(read), [messages]);
  const readable = useMemo(() => (items ?? []).filter((item) => item !== undefined), [items]);
  const uids = useMemo(() => [...new Set(readable.map(({ uid }) => uid))], [readable]);
  const copies = useQueries({ queries: uids.map((uid) => objectByUidQuery(uid)) });
  const copyOf = (item: InboxItem) => copies[uids.indexOf(item.uid)]?.data;

  const fail = (error: unknown) => {
    const { title, advice } = wordsForError(error);
    showToast({ tone: 'danger', title: i18n._(title), description: i18n._(advice) });
  };
  const onDismiss = async (url: string) => {
    await dismiss.mutateAsync(url).catch(fail);
  };
  const answerWith = async (item: InboxItem, copy: CalendarObject, answer: DirectAnswer, words: string) => {
    const calendar = answered(parseCalendarData(copy.data), item, answer, viewer);
    try {
      const outcome = await save.mutateAsync({ url: copy.url, data: serializeCalendarData(calendar), base: copy });
      if (outcome.kind === 'conflict') {
        showToast({ tone: 'warning', title: t`The event changed meanwhile. Look at it again before you answer.` });
        return;
      }
      await dismiss.mutateAsync(item.url);
      showToast({ tone: 'success', title: words });
    } catch (error) {
      fail(error);
    }
  };

  const entries = readable.map((item): InvitationEntry => {
    const copy = copyOf(item);
    const wording: Wording = { i18n, locale: viewer.locale, zone: viewer.zone, names: new Map() };
    return {
      item: copy && isOnSeries(copy) ? asUpdate(item) : item,
      whenLines: item.components
        .map(({ component }) => whenLine(component, item, wording))
        .filter((line) => line !== ''),
      copy: copy && ownCopy(copy, item, viewer, wording, (answer, words) => answerWith(item, copy, answer, words)),
      openLink: copy ? (
        <Link to="/event" search={{ url: copy.url, ...instanceOf(item) }}>
          {t`Open`}
        </Link>
      ) : null,
    };
  });
  return { entries: messages && entries, unreadable: (items?.length ?? 0) - readable.length, onDismiss };
}

/** “Mon, 8 Mar 2027, 10:00–11:00 · Every week on Monday, 6 times”. */
function whenLine(component: Component, item: InboxItem, wording: Wording): string {
  const start = getProperty(component, 'DTSTART');
  const rules = getProperties(component, 'RRULE').map(({ value }) =>
    start ? ruleWords(value, readTime(start), item.zones, wording) : value,
  );
  return [whenText(component, item.zones, wording), ...rules].filter((line) => line !== '').join(' · ');
}

/** A single date sent to somebody who is invited to the whole is news of it, not an invitation. */
function asUpdate(item: InboxItem): InboxItem {
  const isPart = item.components.every(({ key }) => key !== 'master');
  return item.kind === 'invitation' && isPart ? { ...item, kind: 'update' } : item;
}

function isOnSeries(copy: CalendarObject): boolean {
  try {
    return parseCalendarData(copy.data).components.some(
      (component) => component.name === 'VEVENT' && getProperty(component, 'RECURRENCE-ID') === undefined,
    );
  } catch {
    return false;
  }
}

function ownCopy(
  object: CalendarObject,
  item: InboxItem,
  viewer: Viewer,
  wording: Wording,
  onAnswer: (answer: DirectAnswer, words: string) => Promise<void>,
): OwnCopy | null {
  let calendar: Component;
  try {
    calendar = parseCalendarData(object.data);
  } catch {
    return null;
  }
  const names = namesIn(calendar);
  const replyWords = (answer: DirectAnswer) => {
    const plan = planChange(calendar, answered(calendar, item, answer, viewer), viewer, new Date());
    return replyLine(plan, { ...wording, names });
  };
  return {
    partstat: ownPartstat(calendar, item, viewer),
    replyWords,
    onAnswer: (answer) => onAnswer(answer, replyWords(answer)),
  };
}

function replyLine(plan: SchedulingPlan, wording: Wording): string {
  const keys = plan.messages.flatMap((message) => message.keys);
  return replySentences(plan, dateNames(keys, true, wording), wording).join(' ');
}

/** The answer on every component that the message is about. */
function answered(calendar: Component, item: InboxItem, answer: DirectAnswer, viewer: Viewer): Component {
  const context = { addresses: viewer.addresses, now: new Date() };
  return scopesOf(item).reduce((changed, scope) => {
    const reply = readReply(changed, scope, viewer.addresses);
    return respond(changed, scope, { ...reply, partstat: answer }, context);
  }, calendar);
}

/** Undefined when one is no Attendee of the event: there is nothing to answer. */
function ownPartstat(calendar: Component, item: InboxItem, viewer: Viewer): string | undefined {
  const own = new Set<string>(viewer.addresses.map(normalizeAddress));
  const isAttendee = calendar.components.some(({ properties }) =>
    properties.some(({ name, value }) => name === 'ATTENDEE' && own.has(normalizeAddress(value))),
  );
  const isOrganizer = item.from !== undefined && own.has(item.from.address);
  const [scope] = scopesOf(item);
  if (!isAttendee || isOrganizer || scope === undefined) return undefined;
  return readReply(calendar, scope, viewer.addresses).partstat;
}

function scopesOf(item: InboxItem): readonly string[] {
  const keys = item.components.map(({ key }) => key);
  return keys.includes('master') ? ['all'] : keys;
}

function instanceOf(item: InboxItem): { readonly instance?: string } {
  const [only, ...others] = item.components;
  return only && only.key !== 'master' && others.length === 0 ? { instance: only.key } : {};
}

function read(message: CalendarObject): InboxItem | undefined {
  try {
    return readInboxItem(message.url, message.data);
  } catch {
    return undefined;
  }
}
