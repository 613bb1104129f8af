import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Icon } from '../../../components/Icon.tsx';
import { Sheet } from '../../../components/Sheet.tsx';
import { useMediaQuery } from '../../../components/useMediaQuery.ts';
import { VisuallyHidden } from '../../../components/VisuallyHidden.tsx';
import { Shell } from '../../Shell.tsx';
import styles from './EditorLayout.module.css';

interface EditorLayoutProps {
  readonly title: string;
  /** Above both columns: what must be seen wherever one is. */
  readonly notices: ReactNode;
  readonly form: ReactNode;
  readonly previewTitle: string;
  readonly preview: ReactNode;
  /** The preview in one line, for the bar on narrow screens. */
  readonly previewLine: ReactNode;
  /** Null: nothing to do here. */
  readonly foot: ReactNode;
}

/** Form left, preview right, each scrolling by itself; under 1000 px the preview is a bar above the foot that opens as a sheet. */
export function EditorLayout({ title, notices, form, previewTitle, preview, previewLine, foot }: EditorLayoutProps) {
  const isNarrow = useMediaQuery('(width < 1000px)');
  const [isOpen, setOpen] = useState(false);
  return (
    <Shell
      toolbar={
        <div className={styles['header']}>
          <Link to="/calendar" className={styles['back']}>
            <Icon name="chevron-left" />
            <Trans>Back</Trans>
          </Link>
          <h1 className={styles['title']} dir="auto">
            {title}
          </h1>
        </div>
      }
    >
      <div className={styles['page']}>
        <div className={styles['columns']}>
          <div className={styles['form']}>
            {notices}
            {form}
          </div>
          {isNarrow ? null : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <section className={styles['preview']} tabIndex={0} aria-label={previewTitle}>
              <h2 className={styles['previewTitle']}>{previewTitle}</h2>
              {preview}
            </section>
          )}
        </div>
        {isNarrow ? (
          <>
            <AriaButton className={styles['bar'] ?? ''} onPress={() => setOpen(true)}>
              <VisuallyHidden>{previewTitle}: </VisuallyHidden>
              <span className={styles['line']}>{previewLine}</span>
              <Icon name="chevron-up" />
            </AriaButton>
            <Sheet title={previewTitle} isOpen={isOpen} onOpenChange={setOpen}>
              {preview}
            </Sheet>
          </>
        ) : null}
        {foot === null ? null : <footer className={styles['foot']}>{foot}</footer>}
      </div>
    </Shell>
  );
}
