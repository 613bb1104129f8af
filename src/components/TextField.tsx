import type { ReactNode, Ref } from 'react';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { classes } from './classes.ts';
import field from './field.module.css';
import { FieldLabel, FieldNotes, type FieldTexts } from './field.tsx';
import styles from './TextField.module.css';

type SharedProps = Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> &
  FieldTexts & { readonly placeholder?: string; readonly className?: string | undefined };

export interface TextFieldProps extends SharedProps {
  /** Stands inside the frame, before what is typed. */
  readonly before?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField({
  label,
  hideLabel,
  description,
  errorMessage,
  placeholder,
  before,
  className,
  inputRef,
  ...rest
}: TextFieldProps) {
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  const hint = placeholder === undefined ? {} : { placeholder };
  const reference = inputRef === undefined ? {} : { ref: inputRef };
  return (
    <AriaTextField validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      {before === undefined ? (
        <Input {...hint} {...reference} className={classes(field['control'])} />
      ) : (
        <Group className={classes(field['control'])}>
          {before}
          <Input {...hint} {...reference} className={classes(field['bare'])} />
        </Group>
      )}
      <FieldNotes {...texts} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends SharedProps {
  /** Lines shown before it grows; it grows with what is typed where the browser can. */
  readonly rows?: number;
}

/** Several lines of text. */
export function TextArea({
  label,
  hideLabel,
  description,
  errorMessage,
  placeholder,
  rows = 3,
  className,
  ...rest
}: TextAreaProps) {
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      <AriaTextArea {...hint} rows={rows} className={classes(field['control'], styles['area'])} />
      <FieldNotes {...texts} />
    </AriaTextField>
  );
}
