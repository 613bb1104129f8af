import { Trans, useLingui } from '@lingui/react/macro';
import { Avatar } from '../../components/Avatar.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { hueFor } from '../../components/calendarHue.ts';
import { Icon } from '../../components/Icon.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { VisuallyHidden } from '../../components/VisuallyHidden.tsx';
import type { CalendarCollection } from '../../queries/calendars.ts';
import styles from './CalendarList.module.css';

export type CalendarCommand = 'edit' | 'share' | 'delete';

export interface CalendarListProps {
  readonly calendars: readonly CalendarCollection[];
  /** Paths of those that are not shown. */
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
  /** Whether the server can share calendars at all. */
  readonly canShare: boolean;
  /** Undefined: the server does not let one make calendars. */
  readonly onNew: (() => void) | undefined;
  readonly onCommand: (command: CalendarCommand, calendar: CalendarCollection) => void;
}

/** The calendars with their colours, one's own and then those of others by owner; the box shows or hides one's events. */
export function CalendarList(props: CalendarListProps) {
  const { calendars, onNew } = props;
  const { t } = useLingui();
  const own = calendars.filter(({ owner }) => owner.isSelf);
  return (
    <div className={styles['groups']}>
      <section aria-labelledby="calendar-list">
        <div className={styles['head']}>
          <h2 className={styles['heading']} id="calendar-list">
            <Trans>Calendars</Trans>
          </h2>
          {onNew === undefined ? null : <IconButton icon="plus" size="small" label={t`New calendar`} onPress={onNew} />}
        </div>
        <Rows {...props} shown={own} />
      </section>
      {groupsOf(calendars).map(({ id, name, calendars: theirs }, place) => (
        <section key={id} aria-labelledby={`calendars-of-${place}`}>
          <div className={styles['head']}>
            <h2 className={styles['heading']} id={`calendars-of-${place}`}>
              <Avatar name={name} className={styles['avatar']} />
              <bdi className={styles['name']} title={name}>
                {name}
              </bdi>
            </h2>
          </div>
          <Rows {...props} shown={theirs} />
        </section>
      ))}
    </div>
  );
}

function Rows(props: CalendarListProps & { readonly shown: readonly CalendarCollection[] }) {
  const { calendars, shown, hidden, onHidden } = props;
  return (
    <ul>
      {shown.map((calendar) => (
        <li
          key={calendar.url}
          className={`${styles['row']} ${styles[`hue${hueFor(calendar.colour, calendars.indexOf(calendar))}`]}`}
        >
          <Checkbox
            className={styles['calendar']}
            isSelected={!hidden.includes(calendar.url)}
            onChange={(isShown) =>
              onHidden(isShown ? hidden.filter((url) => url !== calendar.url) : [...hidden, calendar.url])
            }
          >
            <span className={styles['name']} title={calendar.displayName}>
              {calendar.displayName}
            </span>
            {calendar.isReadOnly ? (
              <>
                <Icon name="lock" className={styles['lock']} />
                <VisuallyHidden>
                  <Trans>(read only)</Trans>
                </VisuallyHidden>
              </>
            ) : null}
          </Checkbox>
          <Commands {...props} calendar={calendar} />
        </li>
      ))}
    </ul>
  );
}

/** What can be done with a calendar; nothing is offered that the server would refuse. */
function Commands({ calendar, canShare, onCommand }: CalendarListProps & { readonly calendar: CalendarCollection }) {
  const { t } = useLingui();
  const { mayEdit, mayShare, mayDelete } = calendar.rights;
  const offersSharing = canShare && mayShare;
  if (!mayEdit && !offersSharing && !mayDelete) return null;
  return (
    <Menu
      trigger={
        <IconButton
          icon="more"
          size="small"
          className={styles['more']}
          label={t`More about the calendar ${calendar.displayName}`}
        />
      }
      onAction={(key) => onCommand(key as CalendarCommand, calendar)}
    >
      {mayEdit ? <MenuItem id="edit" icon="pencil">{t`Name and colour…`}</MenuItem> : null}
      {offersSharing ? <MenuItem id="share" icon="guests">{t`Share…`}</MenuItem> : null}
      {mayDelete ? (
        <MenuItem id="delete" icon="trash" isDangerous={!calendar.isDefault}>
          {t`Delete…`}
        </MenuItem>
      ) : null}
    </Menu>
  );
}

interface OwnerGroup {
  readonly id: string;
  readonly name: string;
  readonly calendars: readonly CalendarCollection[];
}

/** The calendars of others by their owner, in the list's order. */
function groupsOf(calendars: readonly CalendarCollection[]): readonly OwnerGroup[] {
  const groups = new Map<string, OwnerGroup>();
  for (const calendar of calendars) {
    const { isSelf, principal, displayName: name } = calendar.owner;
    if (isSelf) continue;
    const id = principal ?? name;
    groups.set(id, { id, name, calendars: [...(groups.get(id)?.calendars ?? []), calendar] });
  }
  return [...groups.values()];
}
