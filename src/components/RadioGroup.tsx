import type { ReactNode } from 'react';
import {
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  type RadioProps as AriaRadioProps,
} from 'react-aria-components/RadioGroup';
import { classes } from './classes.ts';
import field from './field.module.css';
import { FieldLabel, FieldNotes, type FieldTexts } from './field.tsx';
import styles from './RadioGroup.module.css';

export interface RadioGroupProps extends Omit<AriaRadioGroupProps, 'className' | 'style' | 'children'>, FieldTexts {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** One choice out of few, all of them visible. */
export function RadioGroup({
  label,
  hideLabel,
  description,
  errorMessage,
  className,
  children,
  ...rest
}: RadioGroupProps) {
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  return (
    <AriaRadioGroup validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      <div className={styles['choices']}>{children}</div>
      <FieldNotes {...texts} />
    </AriaRadioGroup>
  );
}

export interface RadioProps extends Omit<AriaRadioProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
  /** A second, quieter line: what this choice means. */
  readonly note?: ReactNode;
}

export function Radio({ children, note, ...rest }: RadioProps) {
  return (
    <AriaRadio {...rest} className={classes(styles['radio'])}>
      <span className={styles['ring']} />
      <span className={styles['words']}>
        {children}
        {note === undefined ? null : <span className={styles['note']}>{note}</span>}
      </span>
    </AriaRadio>
  );
}
