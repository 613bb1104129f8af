import type { Key } from 'react-aria-components/ToggleButtonGroup';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { classes } from '../../components/classes.ts';
import styles from './Segmented.module.css';

export interface Segment {
  readonly id: string;
  readonly text: string;
  /** Read instead of `text` where that is a letter. */
  readonly label?: string;
}

interface SegmentedProps {
  readonly label: string;
  readonly segments: readonly Segment[];
  readonly selected: readonly string[];
  readonly onChange: (selected: readonly string[]) => void;
  /** Several at once; else exactly one. */
  readonly isMultiple?: boolean;
  readonly isDisabled?: boolean;
}

/** Choices side by side: exactly one, or with `isMultiple` at least one. */
export function Segmented({
  label,
  segments,
  selected,
  onChange,
  isMultiple = false,
  isDisabled = false,
}: SegmentedProps) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode={isMultiple ? 'multiple' : 'single'}
      disallowEmptySelection
      isDisabled={isDisabled}
      selectedKeys={selected}
      onSelectionChange={(keys: ReadonlySet<Key>) => onChange([...keys].map(String))}
      className={classes(styles['segments'])}
    >
      {segments.map(({ id, text, label: name }) => (
        <ToggleButton
          key={id}
          id={id}
          {...(name === undefined ? {} : { 'aria-label': name })}
          className={classes(styles['segment'])}
        >
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
