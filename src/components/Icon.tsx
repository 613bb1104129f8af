import { classes } from './classes.ts';
import styles from './Icon.module.css';

/** Our own drawings on a 16 × 16 grid, stroked 1.5 px in the colour of the text. */
const PATHS = {
  'envelope-arrow':
    'M14 8.2V4.5A1.5 1.5 0 0 0 12.5 3h-9A1.5 1.5 0 0 0 2 4.5v6A1.5 1.5 0 0 0 3.5 12H7M2.3 4.2 8 8.4l5.7-4.2M9.5 12H14m-1.9-2.1L14.2 12l-2.1 2.1',
  envelope:
    'M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5v-7A1.5 1.5 0 0 1 3.5 3ZM2.3 4.2 8 8.6l5.7-4.4',
  plus: 'M8 3v10M3 8h10',
  cross: 'm4 4 8 8m0-8-8 8',
  dash: 'M4 8h8',
  check: 'm3 8.5 3.2 3.2L13 5',
  warning: 'M8 2.2 14.4 13.4H1.6L8 2.2ZM8 6.6v3m0 1.9v.1',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4Zm0-6.7v3.6m0-6.2v.1',
  question: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM6.2 6.4A1.8 1.8 0 1 1 8.6 8c-.4.2-.6.5-.6.9v.3m0 2v.1',
  calendar:
    'M3.5 3.2h9A1.5 1.5 0 0 1 14 4.7v7.8a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5V4.7a1.5 1.5 0 0 1 1.5-1.5ZM2 6.6h12M5.2 1.8v2.6m5.6-2.6v2.6',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 4.6V8l2.4 1.5',
  repeat: 'M2.5 7.6V6.4a2 2 0 0 1 2-2h8.4m-2-2.2 2.2 2.2-2.2 2.2m2.6 1.8v1.2a2 2 0 0 1-2 2H3.1m2 2.2-2.2-2.2 2.2-2.2',
  guests:
    'M6 7.6a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.6 13.2v-.4A3.4 3.4 0 0 1 5 9.4h2a3.4 3.4 0 0 1 3.4 3.4v.4M10.6 3a2.3 2.3 0 0 1 0 4.4m1.6 2.2a3.3 3.3 0 0 1 2.2 3.2v.4',
  person:
    'M8 7.6a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Zm-5 6.2v-.4a3.8 3.8 0 0 1 3.8-3.8h2.4a3.8 3.8 0 0 1 3.8 3.8v.4',
  'chevron-left': 'M10 3.5 5.5 8l4.5 4.5',
  'chevron-right': 'M6 3.5 10.5 8 6 12.5',
  'chevron-down': 'M3.5 6 8 10.5 12.5 6',
  'chevron-up': 'M3.5 10 8 5.5l4.5 4.5',
  search: 'M7 11.8a4.8 4.8 0 1 0 0-9.6 4.8 4.8 0 0 0 0 9.6Zm3.4-1.4 3.4 3.4',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.2m0 10.6v1.2M1.5 8h1.2m10.6 0h1.2M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9',
  moon: 'M13.6 9.6A5.9 5.9 0 0 1 6.4 2.4a5.9 5.9 0 1 0 7.2 7.2Z',
  menu: 'M2.5 4.5h11M2.5 8h11m-11 3.5h11',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  settings:
    'M2.5 5h5m4 0h2m-11 6h2m4 0h5M9.5 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Zm-3 6a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  location:
    'M8 14.2c2.9-2.9 4.6-5 4.6-7.4a4.6 4.6 0 0 0-9.2 0c0 2.4 1.7 4.5 4.6 7.4Zm0-5.8a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z',
  bell: 'M4 6.6a4 4 0 0 1 8 0c0 3 1.2 4 1.2 4H2.8s1.2-1 1.2-4Zm2.6 6a1.5 1.5 0 0 0 2.8 0',
  trash:
    'M2.8 4.4h10.4M6 4.4V2.8h4v1.6m-6 0 .6 8.2a1.2 1.2 0 0 0 1.2 1.1h4.4a1.2 1.2 0 0 0 1.2-1.1l.6-8.2M6.7 7v4m2.6-4v4',
  pencil: 'm9.6 4 2.4 2.4M2.6 13.4l.6-3L10.4 3a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2l-7.4 7.2-3 .6Z',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-.8.8m.8 2.9a2.6 2.6 0 0 0-3.7 0L3.1 9.2a2.6 2.6 0 0 0 3.7 3.7l.8-.8',
  lock: 'M4.2 7.2h7.6A1.2 1.2 0 0 1 13 8.4v4a1.2 1.2 0 0 1-1.2 1.2H4.2A1.2 1.2 0 0 1 3 12.4v-4a1.2 1.2 0 0 1 1.2-1.2Zm.9 0V5.1a2.9 2.9 0 0 1 5.8 0v2.1',
  'sign-out': 'M6.4 2.6H3.8a1.2 1.2 0 0 0-1.2 1.2v8.4a1.2 1.2 0 0 0 1.2 1.2h2.6M6.6 8h6.6m-2.4-2.6L13.4 8l-2.6 2.6',
  system:
    'M3.2 2.8h9.6A1.2 1.2 0 0 1 14 4v5.6a1.2 1.2 0 0 1-1.2 1.2H3.2A1.2 1.2 0 0 1 2 9.6V4a1.2 1.2 0 0 1 1.2-1.2Zm2.3 10.7h5M8 10.8v2.7',
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing beside a word. It is hidden from screen readers: the word, or a label on the button, says what it means. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string | undefined }) {
  return (
    <svg className={classes(styles['icon'], className)} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
