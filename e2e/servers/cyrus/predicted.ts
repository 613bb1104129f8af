/** What the app says beforehand that Cyrus will send. */
import { planScheduling } from '../../../src/scheduling/plan.ts';
import { policyNamed } from '../../../src/scheduling/profiles/policies.ts';
import type { Delivered } from './delivered.ts';
import { calendarText } from './meeting.ts';
import type { Version } from './organizer.ts';

const OLIVIA = { addresses: ['mailto:olivia@convoke.example'] };
const NOW = new Date('2027-01-01T12:00:00Z');

/** The prediction for the Attendees elsewhere, and which Attendees on the server are sent anything. */
export interface Prediction {
  readonly messages: readonly Delivered[];
  readonly local: readonly string[];
}

/** @throws Error when the engine has no profile of Cyrus, or refuses the change */
export function predicted(original: Version, modified: Version): Prediction {
  const policy = policyNamed('cyrus');
  if (policy === undefined) throw new Error('The engine knows no server "cyrus".');
  const text = (version: Version) => (version === undefined ? undefined : calendarText('uid-of-prediction', version));
  const plan = planScheduling({ original: text(original), modified: text(modified), owner: OLIVIA, now: NOW, policy });
  if (plan.violations.length > 0) throw new Error(`The engine refuses: ${JSON.stringify(plan.violations)}`);
  const sent = plan.messages.flatMap(({ recipients, method, keys, exdates }) =>
    recipients.map((address) => ({ address, recipient: nameOf(address), method, instances: keys, exdates })),
  );
  const local = sent.filter(({ address }) => address.endsWith('@convoke.example')).map(({ recipient }) => recipient);
  return {
    messages: sent
      .filter(({ address }) => address.endsWith('@elsewhere.example'))
      .map(({ address: _, ...message }) => message),
    local: [...new Set(local)].sort(),
  };
}

function nameOf(address: string): string {
  return address.replace(/^mailto:/, '').split('@')[0] ?? '';
}
