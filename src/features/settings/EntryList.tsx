import { Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import { wordsForError } from '../../queries/errors.ts';
import styles from './EntryList.module.css';

export interface Entry {
  readonly id: string;
  readonly title: string;
  /** A word about it, beside the title. */
  readonly badge?: string | undefined;
  readonly note: string;
  /** What can be done with it. */
  readonly action?: ReactNode;
}

export interface EntryListProps<Item> {
  /** What is listed, for screen readers. */
  readonly label: string;
  readonly query: Pick<UseQueryResult<readonly Item[]>, 'data' | 'error' | 'refetch' | 'isFetching'>;
  /** Stands in place of an empty list. */
  readonly empty: ReactNode;
  readonly entryOf: (item: Item) => Entry;
}

/** What belongs to an account, a row each. */
export function EntryList<Item>({ label, query, empty, entryOf }: EntryListProps<Item>) {
  const { i18n } = useLingui();
  const { data, error, refetch, isFetching } = query;
  const place = useFocusAfterRemoval(data?.length ?? 0);
  if (data === undefined && error !== null) {
    const { title, advice } = wordsForError(error);
    return (
      <Banner
        tone="danger"
        title={i18n._(title)}
        isLive
        actions={
          <Button size="small" onPress={() => void refetch()} isPending={isFetching}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {i18n._(advice)}
      </Banner>
    );
  }
  if (data === undefined) {
    return (
      <Loading label={label}>
        <Skeleton height="48px" />
      </Loading>
    );
  }
  if (data.length === 0)
    return (
      <p className={styles['note']} ref={place} tabIndex={-1}>
        {empty}
      </p>
    );
  return (
    <ul className={styles['list']} aria-label={label} ref={place} tabIndex={-1}>
      {data.map(entryOf).map(({ id, title, badge, note, action }) => (
        <li key={id} className={styles['entry']}>
          <span className={styles['words']}>
            <strong className={styles['title']} dir="auto">
              {title}
            </strong>
            {badge === undefined ? null : <span className={styles['badge']}>{badge}</span>}
            <span className={styles['note']}>{note}</span>
          </span>
          {action}
        </li>
      ))}
    </ul>
  );
}

/** A row that goes away takes its button's focus along: the list has it then, so that the keyboard stays in its place. */
function useFocusAfterRemoval(count: number) {
  const place = useRef<HTMLUListElement & HTMLParagraphElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count < before.current && document.activeElement === document.body) place.current?.focus();
    before.current = count;
  }, [count]);
  return place;
}
