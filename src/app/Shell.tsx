import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { classes } from '../components/classes.ts';
import { Icon } from '../components/Icon.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { Mark } from '../components/Mark.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { useMediaQuery } from '../components/useMediaQuery.ts';
import { VisuallyHidden } from '../components/VisuallyHidden.tsx';
import { useInbox } from '../queries/scheduling.ts';
import { AccountMenu } from './AccountMenu.tsx';
import styles from './Shell.module.css';

export interface ShellProps {
  /** What the page puts into the top bar: its title and controls. */
  readonly toolbar?: ReactNode;
  /** Buttons before the invitations. */
  readonly tools?: ReactNode;
  /** Beside the page; under 900 px it opens as a sheet. */
  readonly sideBar?: { readonly title: string; readonly content: ReactNode };
  readonly children: ReactNode;
}

/** The frame of every page for somebody signed in: top bar, side bar, page. */
export function Shell({ toolbar, tools, sideBar, children }: ShellProps) {
  const { t } = useLingui();
  const isNarrow = useMediaQuery('(width < 900px)');
  const [isOpen, setOpen] = useState(false);
  const { href } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever was chosen in the sheet led to another address
  useEffect(() => setOpen(false), [href]);
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#page">
        <Trans>Skip to the page</Trans>
      </a>
      <header className={classes(styles['bar'], sideBar === undefined && styles['plain'])}>
        {sideBar !== undefined && isNarrow ? (
          <IconButton icon="menu" label={sideBar.title} onPress={() => setOpen(true)} />
        ) : null}
        <Link to="/calendar" className={styles['brand']} aria-label={t`Convoke: calendar`}>
          <Mark />
          <span className={styles['name']} translate="no">
            Convoke
          </span>
        </Link>
        <div className={styles['toolbar']}>{toolbar}</div>
        {tools}
        <InvitationsLink />
        <AccountMenu />
      </header>
      <div className={styles['body']}>
        {sideBar === undefined || isNarrow ? null : (
          <aside className={styles['side']} aria-label={sideBar.title}>
            {sideBar.content}
          </aside>
        )}
        <main className={styles['page']} id="page" tabIndex={-1}>
          {children}
        </main>
      </div>
      {sideBar === undefined ? null : (
        <Sheet title={sideBar.title} side="start" isOpen={isNarrow && isOpen} onOpenChange={setOpen}>
          {sideBar.content}
        </Sheet>
      )}
    </div>
  );
}

function InvitationsLink() {
  const count = useInbox().data?.length ?? 0;
  return (
    <Link to="/invitations" className={styles['invitations']} activeProps={{ className: styles['active'] ?? '' }}>
      <Icon name="envelope" />
      {count === 0 ? null : (
        <span className={styles['count']} aria-hidden="true">
          {count}
        </span>
      )}
      <VisuallyHidden>
        <Plural value={count} _0="Invitations" one="Invitations, # new" other="Invitations, # new" />
      </VisuallyHidden>
    </Link>
  );
}
