/** From what a decision is to a person to how the badge shows it. */
import type { BadgeMeaning } from '../../components/MethodBadge.tsx';
import type { Act } from './planGroups.ts';

export const BADGE: Readonly<Record<Act, BadgeMeaning>> = {
  invite: 'INVITE',
  update: 'UPDATE',
  'extra-date': 'ADD',
  cancel: 'CANCEL',
  nothing: 'NOTHING',
};
