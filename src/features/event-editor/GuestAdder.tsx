import { Trans, useLingui } from '@lingui/react/macro';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useState } from 'react';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { ComboBox } from '../../components/ComboBox.tsx';
import { Option } from '../../components/Option.tsx';
import { displayAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { addressFaultText } from './draftProblems.ts';
import type { EventFormProps, PrincipalSuggestion } from './formTypes.ts';
import { looksLikeList, parseGuestList } from './guestList.ts';
import styles from './guests.module.css';
import { useFormWords } from './useFormWords.ts';

interface GuestAdderProps {
  readonly searchPrincipals: EventFormProps['searchPrincipals'];
  /** Normalised addresses that stand in the event, or are the Organizer's own. */
  readonly present: ReadonlySet<string>;
  readonly onAdd: (people: readonly PrincipalSuggestion[]) => void;
}

const WAIT = 200;
const NOBODY: readonly PrincipalSuggestion[] = [];

/** Adds guests by name (from the server), by address, or from a pasted list. */
export function GuestAdder({ searchPrincipals, present, onAdd }: GuestAdderProps) {
  const { t } = useLingui();
  const words = useFormWords();
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const found = useSuggestions(text, searchPrincipals);
  const offered = found.filter(({ address }) => !present.has(normalizeAddress(address)));
  const add = (written: string) => {
    const { guests, faults } = parseGuestList(written);
    const fresh = guests.filter(({ address }) => !present.has(normalizeAddress(address)));
    if (fresh.length > 0) onAdd(fresh.map((guest) => ({ ...guest, userType: 'INDIVIDUAL' })));
    const known = guests.filter((guest) => !fresh.includes(guest)).map(({ address }) => displayAddress(address));
    const who = known.join(', ');
    setText(faults.map((fault) => fault.text).join(', '));
    setNote(
      [
        ...faults.map(({ text: bad, fault }) => addressFaultText(bad, fault, words)),
        ...(who === '' ? [] : [t`${who} is invited already.`]),
      ].join(' '),
    );
  };
  const choose = (person: PrincipalSuggestion) => {
    onAdd([person]);
    setText('');
    setNote('');
  };
  return (
    <div
      className={styles['adder']}
      onPasteCapture={(event: ClipboardEvent) => {
        const pasted = event.clipboardData.getData('text/plain');
        if (!looksLikeList(pasted)) return;
        event.preventDefault();
        add(text === '' ? pasted : `${text} ${pasted}`);
      }}
      onKeyDownCapture={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || text.trim() === '') return;
        // With a suggestion in focus, Enter takes that.
        if (event.target.getAttribute('aria-activedescendant')) return;
        event.preventDefault();
        event.stopPropagation();
        // A name is for searching: the first who was found is meant. An address is taken as it stands.
        const [first] = offered;
        if (first !== undefined && !text.includes('@')) choose(first);
        else add(text);
      }}
    >
      <ComboBox<PrincipalSuggestion>
        label={t`Add guests`}
        hideLabel
        placeholder={t`Add by name or address, or paste a list`}
        className={styles['grow']}
        hasButton={false}
        allowsCustomValue
        items={offered}
        defaultFilter={() => true}
        value={null}
        inputValue={text}
        onInputChange={(next) => {
          setText(next);
          if (next !== '') setNote('');
        }}
        onChange={(key) => {
          const chosen = offered.find(({ address }) => address === key);
          if (chosen !== undefined) choose(chosen);
        }}
        allowsEmptyCollection={text.trim().length > 1}
        emptyMessage={
          text.includes('@') ? t`Press Enter to add this address.` : t`Nobody found by this name. Type an address.`
        }
        isInvalid={note !== ''}
        errorMessage={note}
      >
        {(person: PrincipalSuggestion) => (
          <Option id={person.address} note={displayAddress(person.address)} before={<Avatar name={person.name} />}>
            {person.name}
          </Option>
        )}
      </ComboBox>
      <Button onPress={() => add(text)} isDisabled={text.trim() === ''}>
        <Trans>Add</Trans>
      </Button>
    </div>
  );
}

/** What the server knows for a name, a little after typing paused. A search that fails suggests nobody: addresses can be typed. */
function useSuggestions(text: string, search: GuestAdderProps['searchPrincipals']): readonly PrincipalSuggestion[] {
  const [found, setFound] = useState<{ readonly query: string; readonly people: readonly PrincipalSuggestion[] }>({
    query: '',
    people: NOBODY,
  });
  const query = text.trim();
  useEffect(() => {
    if (query.length < 2 || looksLikeList(query)) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(query, abort.signal).then(
        (people) => {
          if (!abort.signal.aborted) setFound({ query, people });
        },
        () => undefined,
      );
    }, WAIT);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, search]);
  return query.length >= 2 && found.query !== '' && query.startsWith(found.query.slice(0, 2)) ? found.people : NOBODY;
}
