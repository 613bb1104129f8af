import { Trans, useLingui } from '@lingui/react/macro';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { classes } from '../../components/classes.ts';
import { Option } from '../../components/Option.tsx';
import { Popover } from '../../components/Popover.tsx';
import { Radio, RadioGroup } from '../../components/RadioGroup.tsx';
import { Select } from '../../components/Select.tsx';
import type { ScheduleAgent } from '../../scheduling/vocabulary.ts';
import { attendeeName } from './attendeeWords.ts';
import type { DraftAttendee } from './draft.ts';
import form from './form.module.css';
import type { GuestRowProps } from './guestProps.ts';

/** What can be changed about one guest: the part played, who sends, sending again, removing. */
export function GuestDetails({ attendee, onChange, onRemove }: Omit<GuestRowProps, 'isReadOnly'>) {
  const { t } = useLingui();
  const name = attendeeName(attendee);
  const { address, agent } = attendee;
  return (
    <Popover isPadded placement="bottom end">
      <Dialog className={classes(form['popover'])}>
        {({ close }) => (
          <>
            <Heading slot="title" className={classes(form['popoverTitle'])}>
              <bdi>{name}</bdi>
            </Heading>
            <RoleChoice attendee={attendee} onChange={onChange} />
            <RadioGroup
              label={t`Who sends the invitation`}
              value={agent}
              onChange={(next) => onChange(address, { agent: next as ScheduleAgent })}
            >
              <Radio value="SERVER" note={t`Invitations, changes and cancellations go out when you save.`}>
                <Trans>The server</Trans>
              </Radio>
              <Radio value="CLIENT" note={t`The server sends nothing; you tell this guest.`}>
                <Trans>I do it myself</Trans>
              </Radio>
              <Radio value="NONE" note={t`This guest stands in the event and is told nothing.`}>
                <Trans>Nobody</Trans>
              </Radio>
            </RadioGroup>
            {agent === 'SERVER' ? (
              <Checkbox isSelected={attendee.resend} onChange={(resend) => onChange(address, { resend })}>
                <Trans>Send the invitation again on saving</Trans>
              </Checkbox>
            ) : (
              <Banner tone="danger">
                <Trans>
                  If the server has invited this guest, taking the invitation from the server cancels it: the guest gets
                  a cancellation.
                </Trans>
              </Banner>
            )}
            <div className={form['actions']}>
              <Button
                size="small"
                icon="cross"
                onPress={() => {
                  close();
                  onRemove(address);
                }}
              >
                <Trans>Remove</Trans>
              </Button>
              <Button size="small" variant="primary" onPress={close}>
                <Trans>Done</Trans>
              </Button>
            </div>
          </>
        )}
      </Dialog>
    </Popover>
  );
}

function RoleChoice({ attendee, onChange }: Pick<GuestRowProps, 'attendee' | 'onChange'>) {
  const { t } = useLingui();
  const roles: readonly (readonly [DraftAttendee['role'], string])[] = [
    ['REQ-PARTICIPANT', t`Required`],
    ['OPT-PARTICIPANT', t`Optional`],
    ['NON-PARTICIPANT', t`For information only`],
    ['CHAIR', t`Chair`],
  ];
  const known = roles.some(([role]) => role === attendee.role);
  const offered = known ? roles : [...roles, [attendee.role, attendee.role] as const];
  return (
    <Select
      label={t`Takes part`}
      value={attendee.role}
      onChange={(role) => role !== null && onChange(attendee.address, { role: String(role) })}
    >
      {offered.map(([role, text]) => (
        <Option key={role} id={role}>
          {text}
        </Option>
      ))}
    </Select>
  );
}
