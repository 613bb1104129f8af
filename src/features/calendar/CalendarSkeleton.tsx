import { useLingui } from '@lingui/react/macro';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import styles from './CalendarSkeleton.module.css';

const DAYS = [0, 1, 2, 3, 4, 5, 6];
const HEIGHTS = ['72px', '40px', '120px', '56px', '40px', '96px', '40px'];

/** The shape of a week while the events are on their way. */
export function CalendarSkeleton() {
  const { t } = useLingui();
  return (
    <Loading label={t`Loading events`}>
      <div className={styles['week']}>
        {DAYS.map((day) => (
          <div key={day} className={styles['day']}>
            <Skeleton width="60%" height="14px" />
            <Skeleton width="90%" height={HEIGHTS[day] ?? '40px'} />
            <Skeleton width="90%" height={HEIGHTS[6 - day] ?? '40px'} />
          </div>
        ))}
      </div>
    </Loading>
  );
}
