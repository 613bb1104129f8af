import { Trans, useLingui } from '@lingui/react/macro';
import { Banner } from '../../components/Banner.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import type { DeliveryWarning } from './deliveryWarnings.ts';
import styles from './Problems.module.css';
import { cancelledByAgent } from './planGroups.ts';
import { violationWords } from './violationWords.ts';
import { namePeople, personName, type Wording } from './wording.ts';

interface ProblemsProps {
  readonly plan: SchedulingPlan;
  readonly warnings: readonly DeliveryWarning[];
  /** The server sends nothing, whatever is planned. */
  readonly sendsNothing: boolean;
  readonly wording: Wording;
}

/** What the server would refuse, whom it cannot reach, and what a person may not have meant: before anything is saved. */
export function Problems({ plan, warnings, sendsNothing, wording }: ProblemsProps) {
  const cancelled = [...cancelledByAgent(plan)];
  if (plan.violations.length + warnings.length + cancelled.length === 0 && !sendsNothing) return null;
  return (
    <div className={styles['problems']}>
      {sendsNothing ? <NoScheduling /> : null}
      {plan.violations.map((violation) => (
        <Violation
          key={`${violation.precondition} ${violation.detail}`}
          precondition={violation.precondition}
          detail={violation.detail}
        />
      ))}
      {cancelled.map(([person, agent]) => (
        <AgentWarning key={person} person={person} agent={agent} wording={wording} />
      ))}
      {warnings.map((warning) => (
        <ReachWarning key={warning.status} warning={warning} wording={wording} />
      ))}
    </div>
  );
}

function Violation({ precondition, detail }: { readonly precondition: string; readonly detail: string }) {
  const { t, i18n } = useLingui();
  const { what, whatToDo } = violationWords(precondition, i18n);
  return (
    <Banner tone="danger" title={t`The server would refuse this`}>
      <p>{what}</p>
      <p>{whatToDo}</p>
      <p className={styles['detail']}>
        <code>{precondition}</code> · {detail}
      </p>
    </Banner>
  );
}

function NoScheduling() {
  const { t } = useLingui();
  return (
    <Banner tone="danger" title={t`This server sends no invitations`}>
      <p>
        <Trans>
          It stores the event, but tells nobody: it does not offer scheduling. Tell your guests yourself, or keep the
          event on another server.
        </Trans>
      </p>
      <p className={styles['detail']} translate="no">
        <code>DAV: calendar-auto-schedule</code> · RFC 6638 §2
      </p>
    </Banner>
  );
}

interface AgentWarningProps {
  readonly person: CalendarUserAddress;
  readonly agent: 'CLIENT' | 'NONE';
  readonly wording: Wording;
}

function AgentWarning({ person, agent, wording }: AgentWarningProps) {
  const name = personName(person, wording);
  return (
    <Banner
      tone="danger"
      title={
        <Trans>
          This <em className={styles['cancels']}>cancels</em> {name}’s invitation
        </Trans>
      }
    >
      <p>
        {agent === 'NONE' ? (
          <Trans>
            “Nobody” is not a quiet save: the server takes back what it sent before, and {name} gets a cancellation.
            Leave it at “The server” if {name} is to stay invited.
          </Trans>
        ) : (
          <Trans>
            “I do it myself” is not a quiet save: the server takes back what it sent before, and {name} gets a
            cancellation. Leave it at “The server” if {name} is to stay invited.
          </Trans>
        )}
      </p>
      <p className={styles['detail']} translate="no">
        <code>SERVER → {agent}: CANCEL</code> · RFC 6638 §3.2.1.2
      </p>
    </Banner>
  );
}

function ReachWarning({ warning, wording }: { readonly warning: DeliveryWarning; readonly wording: Wording }) {
  const { t } = useLingui();
  const people = namePeople(warning.people, wording);
  if (warning.status === '5.2') {
    return (
      <Banner tone="warning" title={t`${people} will not be reached (5.2)`}>
        <Trans>
          This server cannot send mail, so it reaches only its own people. Tell guests from elsewhere yourself.
        </Trans>
      </Banner>
    );
  }
  return (
    <Banner tone="warning" title={t`${people} will not be reached (3.7)`}>
      <Trans>Nobody has this address on this server. Check how it is written.</Trans>
    </Banner>
  );
}
