import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField } from 'react-aria-components/NumberField';
import { classes } from '../../components/classes.ts';
import field from '../../components/field.module.css';
import { FieldLabel } from '../../components/field.tsx';
import { Icon } from '../../components/Icon.tsx';
import styles from './NumberInput.module.css';

interface NumberInputProps {
  readonly label: string;
  readonly value: number;
  readonly maxValue: number;
  readonly onChange: (value: number) => void;
  readonly isDisabled?: boolean;
}

/** A whole number from 1, typed or stepped; its label is for screen readers, since words stand around it. */
export function NumberInput({ label, value, maxValue, onChange, isDisabled = false }: NumberInputProps) {
  return (
    <NumberField value={value} minValue={1} maxValue={maxValue} step={1} onChange={onChange} isDisabled={isDisabled}>
      <FieldLabel label={label} hideLabel />
      <Group className={classes(field['control'], styles['number'])}>
        <Input className={classes(field['bare'], styles['input'])} />
        <Button slot="decrement" className={classes(styles['step'])}>
          <Icon name="dash" />
        </Button>
        <Button slot="increment" className={classes(styles['step'])}>
          <Icon name="plus" />
        </Button>
      </Group>
    </NumberField>
  );
}
