import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { ComboBox } from '../../components/ComboBox.tsx';
import { Option } from '../../components/Option.tsx';
import { accountQuery } from '../../queries/calendars.ts';
import { type Principal, principalsQuery } from '../../queries/scheduling.ts';
import type { ShareLevel } from '../../queries/sharing.ts';
import { mailboxOf, personName } from './accessWords.ts';
import { LevelSelect } from './LevelSelect.tsx';
import styles from './ShareDialog.module.css';

interface PersonAdderProps {
  readonly levels: readonly ShareLevel[];
  /** Paths of the principals who have the calendar. */
  readonly present: readonly string[];
  readonly isPending: boolean;
  readonly onAdd: (person: Principal, level: ShareLevel) => void;
}

const WAIT = 200;
const NOBODY: readonly Principal[] = [];

/** Finds somebody on the server, and gives him the calendar. */
export function PersonAdder({ levels, present, isPending, onAdd }: PersonAdderProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [person, setPerson] = useState<Principal>();
  const [level, setLevel] = useState<ShareLevel>('read');
  const { people, isSearching } = usePeople(text);
  const { data: account } = useQuery(accountQuery());
  const offered = people.filter(({ url }) => url !== account?.principal && !present.includes(url));
  return (
    <div className={styles['adder']}>
      <ComboBox<Principal>
        label={t`Share with`}
        placeholder={t`Name or address`}
        className={styles['grow']}
        hasButton={false}
        autoFocus
        items={offered}
        defaultFilter={() => true}
        value={person?.url ?? null}
        inputValue={text}
        onInputChange={setText}
        onChange={(key) => {
          const chosen = offered.find(({ url }) => url === key);
          if (key === null) setPerson(undefined);
          if (chosen === undefined) return;
          setPerson(chosen);
          setText(personName(chosen));
        }}
        allowsEmptyCollection={text.trim().length > 1 && person === undefined}
        emptyMessage={
          isSearching ? t`Searching…` : t`Nobody else is found by this name. Only people of this server can be chosen.`
        }
      >
        {(one: Principal) => (
          <Option id={one.url} note={mailboxOf(one.addresses)} before={<Avatar name={personName(one)} />}>
            {personName(one)}
          </Option>
        )}
      </ComboBox>
      <LevelSelect label={t`What they may do`} levels={levels} value={level} onChange={setLevel} />
      <Button isDisabled={person === undefined} isPending={isPending} onPress={() => person && onAdd(person, level)}>
        <Trans>Share</Trans>
      </Button>
    </div>
  );
}

/** People whose name or address holds the text, a little after typing paused. */
function usePeople(text: string): { readonly people: readonly Principal[]; readonly isSearching: boolean } {
  const wanted = text.trim();
  const [sought, setSought] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSought(wanted), WAIT);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = principalsQuery(sought);
  const { data, isFetching } = useQuery({ ...query, enabled: sought.length > 1 });
  const people = (wanted.length > 1 && data) || NOBODY;
  return {
    people: people.filter(({ calendarUserType }) => calendarUserType !== 'ROOM' && calendarUserType !== 'RESOURCE'),
    isSearching: isFetching || wanted !== sought,
  };
}
