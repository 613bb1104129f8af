import type { ReactNode, ThHTMLAttributes } from 'react';
import { classes } from './classes.ts';
import styles from './Table.module.css';

export interface TableProps {
  /** Says what the table holds; read first by screen readers. */
  readonly caption: ReactNode;
  readonly isCaptionHidden?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A real table that scrolls in its own frame, its heading row and first column in sight. Use `HeadingCell` for both. */
export function Table({ caption, isCaptionHidden = false, className, children }: TableProps) {
  return (
    <section
      className={classes(styles['frame'], className)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={typeof caption === 'string' ? caption : undefined}
    >
      <table className={styles['table']}>
        <caption className={classes(styles[isCaptionHidden ? 'hidden' : 'caption'])}>{caption}</caption>
        {children}
      </table>
    </section>
  );
}

/** The heading of a column or a row. */
export function HeadingCell({
  scope,
  className,
  ...rest
}: ThHTMLAttributes<HTMLTableCellElement> & { readonly scope: 'col' | 'row' }) {
  return <th {...rest} scope={scope} className={classes(styles[scope], className)} />;
}
