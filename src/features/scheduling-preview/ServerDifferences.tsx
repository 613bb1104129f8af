import { Trans, useLingui } from '@lingui/react/macro';
import { Banner } from '../../components/Banner.tsx';
import type { ProfileDifference } from '../../scheduling/profileDifferences.ts';
import type { DateNames } from './dateNames.ts';
import styles from './ServerDifferences.module.css';
import { type ServerDifferenceWords, serverDifferenceWords } from './serverDifferenceWords.ts';
import type { Wording } from './wording.ts';

interface ServerDifferencesProps {
  readonly differences: readonly ProfileDifference[];
  /** The connected server’s product. */
  readonly product: string;
  readonly dates: DateNames;
  readonly wording: Wording;
}

/** What this server does otherwise than the standard: first what people would miss, then the rest to unfold. */
export function ServerDifferences({ differences, product, dates, wording }: ServerDifferencesProps) {
  const { t } = useLingui();
  if (differences.length === 0) return null;
  const all = differences.map((difference) => serverDifferenceWords(difference, product, dates, wording));
  const mattering = all.filter(({ matters }) => matters);
  const others = all.filter(({ matters }) => !matters);
  return (
    <>
      {mattering.length > 0 ? (
        <Banner tone="warning" title={t`This server will not do what you may expect`}>
          <DifferenceList differences={mattering} />
        </Banner>
      ) : null}
      {others.length > 0 ? (
        <details className={styles['others']}>
          <summary>
            <Trans>How {product} differs from the standard here</Trans>
          </summary>
          <DifferenceList differences={others} />
        </details>
      ) : null}
    </>
  );
}

function DifferenceList({ differences }: { readonly differences: readonly ServerDifferenceWords[] }) {
  return (
    <ul className={styles['list']}>
      {differences.map(({ what, wayAround, detail }, index) => (
        <li key={what + detail}>
          <p className={styles['what']}>{what}</p>
          {/* The same way around several is said once, after the last of them. */}
          {wayAround === undefined || wayAround === differences[index + 1]?.wayAround ? null : <p>{wayAround}</p>}
          <p className={styles['detail']}>{detail}</p>
        </li>
      ))}
    </ul>
  );
}
