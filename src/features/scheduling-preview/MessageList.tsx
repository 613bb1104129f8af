import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { MethodBadge } from '../../components/MethodBadge.tsx';
import { type Component, getProperties, getText } from '../../icalendar/component.ts';
import { timeZonesOf } from '../../icalendar/timeZone.ts';
import { messageText } from '../../scheduling/itipMessage.ts';
import type { SchedulingMessage, SchedulingPlan } from '../../scheduling/types.ts';
import { messageMeanings } from './acts.ts';
import type { DateNames } from './dateNames.ts';
import styles from './MessageList.module.css';
import { whenText } from './times.ts';
import { capitalize, namePeople, type Wording } from './wording.ts';

interface MessageListProps {
  readonly plan: SchedulingPlan;
  readonly dates: DateNames;
  readonly wording: Wording;
  readonly ruleWords: ((rule: string) => string) | undefined;
}

/** The messages themselves, in the order of sending; each is made only when opened. */
export function MessageList({ plan, dates, wording, ruleWords }: MessageListProps) {
  return (
    <ul className={styles['list']}>
      {plan.messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a plan is replaced as a whole, and its messages have no name of their own
        <li key={`${message.method} ${index}`} className={styles['item']}>
          <MessageItem plan={plan} message={message} dates={dates} wording={wording} ruleWords={ruleWords} />
        </li>
      ))}
    </ul>
  );
}

interface MessageItemProps extends MessageListProps {
  readonly message: SchedulingMessage;
}

function MessageItem({ plan, message, dates, wording, ruleWords }: MessageItemProps) {
  const [isOpen, setOpen] = useState(false);
  const recipients = namePeople(message.recipients, wording, 3);
  const when = dates.list(message.keys);
  return (
    <Disclosure
      isExpanded={isOpen}
      onExpandedChange={setOpen}
      title={
        <span className={styles['title']}>
          {messageMeanings(plan, message).map((meaning) => (
            <MethodBadge key={meaning} meaning={meaning} look="plain" />
          ))}
          <span className={styles['recipients']}>
            <Trans>to {recipients}</Trans>
          </span>
          <span className={styles['when']}>{when}</span>
        </span>
      }
    >
      {isOpen ? <OpenMessage message={message} wording={wording} ruleWords={ruleWords} /> : null}
    </Disclosure>
  );
}

/** What the guest will see, and below it the iTIP text. */
function OpenMessage({ message, wording, ruleWords }: Omit<MessageItemProps, 'dates' | 'plan'>) {
  const { t } = useLingui();
  const zones = timeZonesOf(message.calendar());
  const text = messageText(message);
  return (
    <div className={styles['open']}>
      {message.components.map(({ key, component }) => (
        <GuestView
          key={key}
          component={component}
          when={whenText(component, zones, wording)}
          ruleWords={ruleWords}
          message={message}
        />
      ))}
      <Disclosure title={t`Message text (iTIP ${message.method})`}>
        <div className={styles['text']}>
          <CopyButton text={text} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={styles['scroll']} tabIndex={0} aria-label={t`Message text`}>
            <pre>{text}</pre>
          </section>
        </div>
      </Disclosure>
    </div>
  );
}

interface GuestViewProps {
  readonly component: Component;
  readonly when: string;
  readonly ruleWords: ((rule: string) => string) | undefined;
  readonly message: SchedulingMessage;
}

function GuestView({ component, when, ruleWords, message }: GuestViewProps) {
  const { t, i18n } = useLingui();
  const title = getText(component, 'SUMMARY') || t`No title`;
  const place = getText(component, 'LOCATION');
  const rules = getProperties(component, 'RRULE').map(({ value }) => ruleWords?.(value) ?? value);
  return (
    <div className={styles['guest']} data-cancelled={message.method === 'CANCEL' || undefined}>
      <strong dir="auto">{title}</strong>
      <span>{when}</span>
      {rules.length > 0 ? <span>{capitalize(rules.join(', '), { locale: i18n.locale })}</span> : null}
      {place ? <span dir="auto">{place}</span> : null}
      <span className={styles['ask']}>
        {message.method === 'CANCEL' ? (
          <Trans>Taken out of the guest’s calendar</Trans>
        ) : (
          <Trans>A reply is asked for</Trans>
        )}
      </span>
    </div>
  );
}
