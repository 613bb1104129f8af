import { type ReactNode, useEffect, useState } from 'react';
import { classes } from './classes.ts';
import styles from './Skeleton.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

/** How long nothing is shown before a skeleton is, in milliseconds: short waits do not flicker. */
const DELAY = 200;

/** A grey block in the place of what is being loaded. */
export function Skeleton({
  width,
  height,
  className,
}: {
  readonly width?: string;
  readonly height?: string;
  readonly className?: string | undefined;
}) {
  return <span className={classes(styles['block'], className)} style={{ width, height }} />;
}

/** Shows the skeleton of a layout once waiting takes longer than 200 ms, and tells screen readers what is awaited. */
export function Loading({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const isLate = useIsLate();
  return (
    <div className={styles['loading']} aria-busy="true">
      <VisuallyHidden>
        <span role="status">{isLate ? label : ''}</span>
      </VisuallyHidden>
      <div className={styles['loading']} aria-hidden="true">
        {isLate ? children : null}
      </div>
    </div>
  );
}

function useIsLate(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), DELAY);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
