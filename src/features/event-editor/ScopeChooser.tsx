import { useLingui } from '@lingui/react/macro';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import type { EditScope } from './draft.ts';
import styles from './form.module.css';
import type { EditorInstance } from './formTypes.ts';
import { Segmented } from './Segmented.tsx';

interface ScopeChooserProps {
  readonly scope: EditScope;
  readonly onScopeChange: (scope: EditScope) => void;
  readonly instances: readonly EditorInstance[];
}

/** What the form is about: all events of a series, or one of its dates. */
export function ScopeChooser({ scope, onScopeChange, instances }: ScopeChooserProps) {
  const { t } = useLingui();
  const [first] = instances;
  if (first === undefined && scope === 'all') return null;
  const isListed = scope === 'all' || instances.some(({ key }) => key === scope);
  return (
    <div className={styles['scope']}>
      <Segmented
        label={t`Edit`}
        segments={[
          { id: 'all', text: t`All events` },
          { id: 'one', text: t`This event` },
        ]}
        selected={[scope === 'all' ? 'all' : 'one']}
        onChange={([choice]) => {
          if (choice === 'all') onScopeChange('all');
          else if (scope === 'all' && first) onScopeChange(first.key);
        }}
      />
      {scope === 'all' ? null : (
        <Select
          label={t`Which date`}
          hideLabel
          className={styles['date']}
          value={scope}
          onChange={(key) => {
            if (key !== null) onScopeChange(String(key));
          }}
        >
          {(isListed ? instances : [{ key: scope, label: scope, isOverride: true }, ...instances]).map(
            ({ key, label, isOverride }) => (
              <Option key={key} id={key} note={isOverride ? t`differs from the series` : undefined}>
                {label}
              </Option>
            ),
          )}
        </Select>
      )}
    </div>
  );
}
