import { Trans, useLingui } from '@lingui/react/macro';
import { MethodBadge } from '../../components/MethodBadge.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { ComponentKey } from '../../icalendar/recurrence.ts';
import { BADGE } from './acts.ts';
import type { DateNames } from './dateNames.ts';
import styles from './GroupList.module.css';
import type { Highlight } from './highlight.ts';
import type { PlanGroup } from './planGroups.ts';
import { groupWhy } from './reasons.ts';
import { askedAgainClause } from './sentences.ts';
import { personName, type Wording } from './wording.ts';

const MOST_PEOPLE = 6;
const MOST_DATES = 4;

interface GroupListProps {
  readonly groups: readonly PlanGroup[];
  readonly dates: DateNames;
  readonly wording: Wording;
  readonly highlight: Highlight | undefined;
  readonly onHighlight: (highlight: Highlight | undefined) => void;
}

/** One line for each kind of news: what, who, which dates, and why. Names and dates show their cells in the matrix. */
export function GroupList({ groups, dates, wording, highlight, onHighlight }: GroupListProps) {
  const { t } = useLingui();
  const link = (id: string, people: readonly CalendarUserAddress[], keys: readonly ComponentKey[], text: string) => (
    <button
      key={id}
      type="button"
      className={styles['link']}
      aria-pressed={highlight?.id === id}
      onClick={() => onHighlight(highlight?.id === id ? undefined : { id, people, keys })}
    >
      {text}
    </button>
  );
  return (
    <ul className={styles['list']} aria-label={t`Who is told what`}>
      {groups.map((group) => {
        const morePeople = group.people.length - MOST_PEOPLE;
        const moreDates = group.keys.length - MOST_DATES;
        return (
          <li key={group.id} className={styles['group']} data-act={group.act}>
            <MethodBadge meaning={BADGE[group.act]} />
            <span className={styles['people']}>
              {folded(group.people, MOST_PEOPLE).map((person) =>
                link(`${group.id} ${person}`, [person], group.keys, personName(person, wording)),
              )}
              {morePeople > 1
                ? link(`${group.id} people`, group.people, group.keys, t`and ${morePeople} others`)
                : null}
            </span>
            <span className={styles['dates']}>
              {folded(group.keys, MOST_DATES).map((key) =>
                link(`${group.id} ${key}`, group.people, [key], dates.short(key)),
              )}
              {moreDates > 1
                ? link(`${group.id} dates`, group.people, group.keys, t`and ${moreDates} more dates`)
                : null}
            </span>
            <span className={styles['why']}>
              {groupWhy(group, wording)}
              {group.askedAgain.length > 0 ? (
                <span className={styles['asked']}>
                  {group.askedAgain.length === group.people.length ? (
                    <Trans>will be asked again</Trans>
                  ) : (
                    askedAgainClause(group.askedAgain, wording)
                  )}
                </span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The first ones, or all when only one would be left out. */
function folded<T>(items: readonly T[], most: number): readonly T[] {
  return items.length > most + 1 ? items.slice(0, most) : items;
}
