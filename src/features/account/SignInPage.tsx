import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Mark } from '../../components/Mark.tsx';
import { serversQuery } from '../../queries/session.ts';
import { ServerField } from './ServerField.tsx';
import { SignInForm } from './SignInForm.tsx';
import styles from './SignInPage.module.css';

/** The first page: who are you? On one's own machine it also says where to find an account. */
export function SignInPage({ onDone }: { readonly onDone: () => void }) {
  const { data: servers = [] } = useQuery(serversQuery());
  const [wanted, setWanted] = useState<string>();
  const server = servers.find(({ name }) => name === wanted) ?? servers[0];
  return (
    <div className={styles['page']}>
      <main className={styles['card']}>
        <header className={styles['header']}>
          <Mark className={styles['mark']} />
          <h1 className={styles['title']} translate="no">
            Convoke
          </h1>
          <p className={styles['claim']}>
            <Trans>See who gets which invitation before you save.</Trans>
          </p>
        </header>
        <SignInForm server={server?.name} onDone={onDone}>
          {server === undefined || servers.length < 2 ? null : (
            <ServerField servers={servers} value={server.name} onChange={setWanted} />
          )}
        </SignInForm>
        {server?.isEmbedded && isOwnMachine() ? (
          <p className={styles['hint']}>
            <Trans>
              First time here? The terminal where Convoke was started lists the demo accounts, for example{' '}
              <code translate="no">olivia</code>, with their passwords.
            </Trans>
          </p>
        ) : null}
      </main>
    </div>
  );
}

/** Demo accounts exist on the loopback interface only. */
function isOwnMachine(): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(globalThis.location.hostname);
}
