import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { classes } from './classes.ts';
import styles from './field.module.css';

/** What every field is told about itself. */
export interface FieldTexts {
  readonly label: string;
  /** Keeps the label for screen readers only, where a heading or a column already says it. */
  readonly hideLabel?: boolean;
  readonly description?: ReactNode;
  /** What is wrong and what to do; shown while `isInvalid`. */
  readonly errorMessage?: ReactNode;
}

export function FieldLabel({ label, hideLabel = false }: FieldTexts) {
  return <Label className={classes(styles[hideLabel ? 'hidden' : 'label'])}>{label}</Label>;
}

export function FieldNotes({ description, errorMessage }: FieldTexts) {
  return (
    <>
      {description === undefined ? null : (
        <Text slot="description" className={classes(styles['description'])}>
          {description}
        </Text>
      )}
      <FieldError className={classes(styles['error'])}>
        {errorMessage === undefined ? undefined : () => errorMessage}
      </FieldError>
    </>
  );
}
