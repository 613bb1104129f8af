/** Where the connected server differs from the standard, in plain words, with the way around it. */
import { msg } from '@lingui/core/macro';
import type { ProfileDifference, Told } from '../../scheduling/profileDifferences.ts';
import type { DateNames } from './dateNames.ts';
import { propertyWords } from './propertyWords.ts';
import { capitalize, joinList, namePeople, type Wording } from './wording.ts';

export interface ServerDifferenceWords {
  readonly what: string;
  /** What to do about it; undefined when there is nothing to do. */
  readonly wayAround: string | undefined;
  /** RFC methods, for those who know them: “RFC 6638: CANCEL 15 March · this server: nothing”. */
  readonly detail: string;
  readonly matters: boolean;
}

export function serverDifferenceWords(
  difference: ProfileDifference,
  product: string,
  dates: DateNames,
  wording: Wording,
): ServerDifferenceWords {
  const { what, wayAround } = sayIt({ difference, product, dates, wording });
  return {
    what: capitalize(what, wording),
    wayAround,
    matters: matters(difference),
    detail: detail(difference, dates, wording),
  };
}

/** Whether somebody would miss something that matters; that others came or went is no such thing. */
export function matters({ kind, reasons }: ProfileDifference): boolean {
  return kind === 'loses-all' || (kind === 'not-told' && reasons.some((reason) => reason !== 'attendee-list'));
}

interface Telling {
  readonly difference: ProfileDifference;
  readonly product: string;
  readonly dates: DateNames;
  readonly wording: Wording;
}

type Said = Pick<ServerDifferenceWords, 'what' | 'wayAround'>;

function sayIt(telling: Telling): Said {
  switch (telling.difference.kind) {
    case 'not-told':
      return notTold(telling);
    case 'told-too':
      return toldToo(telling);
    case 'loses-all':
      return losesAll(telling);
    case 'told-otherwise':
      return toldOtherwise(telling);
  }
}

function notTold({ difference, product, dates, wording }: Telling): Said {
  const { i18n } = wording;
  const { reasons, properties } = difference;
  const people = namePeople(difference.attendees, wording);
  const when = dates.list(difference.keys.includes('master') ? ['master'] : difference.keys);
  if (reasons.every((reason) => reason === 'attendee-list')) {
    return {
      what: i18n._(msg`${product} will not tell ${people} that the guest list changed.`),
      wayAround: undefined,
    };
  }
  if (reasons.includes('object-cancelled')) {
    return {
      what: i18n._(msg`${product} will not tell ${people} that the meeting is off.`),
      wayAround: i18n._(msg`Delete the event instead: then they get a cancellation.`),
    };
  }
  if (reasons.includes('instance-cancelled')) {
    return {
      what: i18n._(msg`${product} will tell nobody that ${when} is cancelled; ${people} would come in vain.`),
      wayAround: i18n._(msg`Delete that date instead of marking it as cancelled: then they get an update without it.`),
    };
  }
  const again = i18n._(
    msg`To tell them anyway, tick “Send the invitation again on saving” under “⋯” beside each of these guests.`,
  );
  if (reasons.includes('restored')) {
    return {
      what: i18n._(msg`${product} will not tell ${people} that ${when} takes place after all.`),
      wayAround: again,
    };
  }
  const changed = joinList(propertyWords(properties, i18n), wording);
  return {
    what:
      changed === ''
        ? i18n._(msg`${product} will tell ${people} nothing of ${when}.`)
        : i18n._(msg`${product} will not tell ${people} what changed for ${when}: ${changed}.`),
    wayAround: again,
  };
}

function toldToo({ difference, product, wording }: Telling): Said {
  const people = namePeople(difference.attendees, wording);
  return {
    what: wording.i18n._(msg`${product} sends ${people} an update, although nothing that they see changed.`),
    wayAround: undefined,
  };
}

function losesAll({ difference, product, dates, wording }: Telling): Said {
  const people = namePeople(difference.attendees, wording);
  const kept = dates.list(difference.standard.flatMap(({ method, keys }) => (method === 'CANCEL' ? [] : keys)));
  return {
    what: wording.i18n._(
      msg`${product} cancels everything for ${people}, also ${kept}, which they are still invited to.`,
    ),
    wayAround: wording.i18n._(msg`Save, then change something about that date, so that it is sent to them again.`),
  };
}

function toldOtherwise({ difference, dates, wording }: Telling): Said {
  const { i18n } = wording;
  const people = namePeople(difference.attendees, wording);
  const leaves = difference.reasons.some((reason) => reason === 'removed' || reason === 'instance-cancelled');
  const asWhole = difference.predicted.every(({ method, keys }) => method === 'REQUEST' && keys.includes('master'));
  const when = dates.list(difference.standard.flatMap(({ method, keys }) => (method === 'CANCEL' ? keys : [])));
  if (leaves && asWhole && when !== '') {
    return {
      what: i18n._(msg`For ${people}: an update of all dates without ${when}, not a cancellation of ${when}.`),
      wayAround: undefined,
    };
  }
  const methods = (told: readonly Told[]) => told.map(({ method }) => method).join();
  const isSame = [difference.standard, difference.predicted].every((told) =>
    told.some(({ keys }) => keys.includes('master')),
  );
  return {
    what:
      isSame && methods(difference.standard) === methods(difference.predicted)
        ? i18n._(msg`For ${people}: the same news, with more or fewer dates written into it.`)
        : i18n._(msg`For ${people}: told in another way than the standard has it.`),
    wayAround: undefined,
  };
}

function detail({ standard, predicted }: ProfileDifference, dates: DateNames, { i18n }: Wording): string {
  const side = (told: readonly Told[]): string =>
    told
      .map(({ method, keys, exdates }) => {
        const without = exdates.length > 0 ? i18n._(msg`, without ${dates.list(exdates)}`) : '';
        return `${method} ${dates.list(keys)}${without}`;
      })
      .join(', ') || i18n._(msg`nothing`);
  return i18n._(msg`RFC 6638: ${side(standard)} · this server: ${side(predicted)}`);
}
