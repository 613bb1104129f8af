import { useLingui } from '@lingui/react/macro';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import type { ServerChoice } from '../../queries/session.ts';

export interface ServerFieldProps {
  readonly servers: readonly ServerChoice[];
  /** Name of the chosen one. */
  readonly value: string;
  readonly onChange: (name: string) => void;
}

/** Which calendar server to sign in to, by the names that the operator gave. */
export function ServerField({ servers, value, onChange }: ServerFieldProps) {
  const { t } = useLingui();
  return (
    <Select label={t`Calendar server`} value={value} onChange={(key) => onChange(String(key))}>
      {servers.map(({ name, isEmbedded }) => (
        <Option key={name} id={name} note={isEmbedded ? t`Its own calendar server` : undefined}>
          {isEmbedded ? 'Convoke' : name}
        </Option>
      ))}
    </Select>
  );
}
