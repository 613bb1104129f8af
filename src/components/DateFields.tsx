import { useLingui } from '@lingui/react/macro';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { DateInput, DateSegment, type DateValue } from 'react-aria-components/DateField';
import {
  DatePicker as AriaDatePicker,
  type DatePickerProps as AriaDatePickerProps,
} from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import {
  TimeField as AriaTimeField,
  type TimeFieldProps as AriaTimeFieldProps,
  type TimeValue,
} from 'react-aria-components/TimeField';
import { classes } from './classes.ts';
import styles from './DateFields.module.css';
import field from './field.module.css';
import { FieldLabel, FieldNotes, type FieldTexts } from './field.tsx';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';

interface Extras extends FieldTexts {
  readonly className?: string | undefined;
}

export type TimeFieldProps<T extends TimeValue> = Omit<AriaTimeFieldProps<T>, 'className' | 'style' | 'children'> &
  Extras;

/** A time of day, typed part by part. */
export function TimeField<T extends TimeValue>({
  label,
  hideLabel,
  description,
  errorMessage,
  className,
  ...rest
}: TimeFieldProps<T>) {
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  return (
    <AriaTimeField validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      <Segments className={field['control']} />
      <FieldNotes {...texts} />
    </AriaTimeField>
  );
}

export type DatePickerProps<T extends DateValue> = Omit<AriaDatePickerProps<T>, 'className' | 'style' | 'children'> &
  Extras;

/** A date, typed part by part or chosen from a month. */
export function DatePicker<T extends DateValue>({
  label,
  hideLabel,
  description,
  errorMessage,
  className,
  ...rest
}: DatePickerProps<T>) {
  const { t } = useLingui();
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  return (
    <AriaDatePicker validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      <Group className={classes(field['control'])}>
        <Segments className={styles['bare']} />
        <Button className={classes(styles['open'])} aria-label={t`Show month`}>
          <Icon name="calendar" />
        </Button>
      </Group>
      <FieldNotes {...texts} />
      <Popover isPadded>
        <Dialog className={classes(styles['dialog'])}>
          <Month />
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}

function Segments({ className }: { readonly className?: string | undefined }) {
  return (
    <DateInput className={classes(className, styles['segments'])}>
      {(segment) => <DateSegment segment={segment} className={classes(styles['segment'])} />}
    </DateInput>
  );
}

/** The month of a picker; it takes its value from the picker around it. */
function Month() {
  const { t } = useLingui();
  return (
    <Calendar className={classes(styles['month'])}>
      <div className={styles['heading']}>
        <Button slot="previous" className={classes(styles['open'])} aria-label={t`Previous month`}>
          <Icon name="chevron-left" />
        </Button>
        <CalendarHeading className={classes(styles['title'])} />
        <Button slot="next" className={classes(styles['open'])} aria-label={t`Next month`}>
          <Icon name="chevron-right" />
        </Button>
      </div>
      <CalendarGrid className={classes(styles['grid'])}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={classes(styles['weekday'])}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className={classes(styles['day'])} />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}
