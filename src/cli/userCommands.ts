/** `convoke user …` as commander knows it; the server's own code is loaded only when one of them runs. */
import type { Command } from 'commander';

interface PasswordOption {
  readonly passwordStdin?: boolean;
}

const PASSWORD_STDIN = ['--password-stdin', 'read the password from standard input instead of asking'] as const;

export function defineUserCommands(program: Command): void {
  const user = program
    .command('user')
    .description('Make and manage accounts of the server in CONVOKE_DATA (./data), also while it runs.');
  user
    .command('add')
    .description('Make an account with the address NAME@CONVOKE_DOMAIN and an empty calendar; asks for the password.')
    .argument('<name>', 'letters a to z, digits, dot, dash, underscore')
    .option('--display-name <text>', 'how others see the person; the name if absent')
    .option(...PASSWORD_STDIN)
    .action(async (name: string, options: PasswordOption & { readonly displayName?: string }) => {
      const { addUser, context, password } = await loaded();
      await addUser(context, name, options, () => password(options));
    });
  user
    .command('passwd')
    .description('Change the password of an account and end its sessions.')
    .argument('<name>')
    .option(...PASSWORD_STDIN)
    .action(async (name: string, options: PasswordOption) => {
      const { changeUserPassword, context, password } = await loaded();
      await changeUserPassword(context, name, () => password(options));
    });
  user
    .command('list')
    .description('List the accounts: name, display name, addresses, whether disabled.')
    .action(async () => {
      const { listUsers, context } = await loaded();
      await listUsers(context);
    });
  user
    .command('disable')
    .description('End all sessions and let nobody sign in; calendars stay, and invitations still arrive.')
    .argument('<name>')
    .action(async (name: string) => {
      const { disableUser, context } = await loaded();
      await disableUser(context, name);
    });
  user
    .command('enable')
    .description('Open a disabled account again, with the password that it had.')
    .argument('<name>')
    .action(async (name: string) => {
      const { enableUser, context } = await loaded();
      await enableUser(context, name);
    });
  defineAppPasswordCommands(user);
}

function defineAppPasswordCommands(user: Command): void {
  const appPassword = user
    .command('app-password')
    .description('Passwords for calendar programs: each opens the calendars of an account, and nothing else of it.');
  appPassword
    .command('add')
    .description('Draw a new app password and print it, this once.')
    .argument('<name>', 'the account')
    .requiredOption('--for <program>', 'what will use it, such as "Phone"')
    .action(async (name: string, { for: program }: { readonly for: string }) => {
      const { addAccountAppPassword, context } = await loaded();
      await addAccountAppPassword(context, name, program);
    });
  appPassword
    .command('list')
    .description('List the app passwords of an account: number, what for, since when, last use.')
    .argument('<name>', 'the account')
    .action(async (name: string) => {
      const { listAppPasswords, context } = await loaded();
      await listAppPasswords(context, name);
    });
  appPassword
    .command('revoke')
    .description('Take an app password back; it opens nothing from then on.')
    .argument('<name>', 'the account')
    .argument('<number>', 'as list shows it')
    .action(async (name: string, number: string) => {
      const { revokeAppPassword, context } = await loaded();
      await revokeAppPassword(context, name, number);
    });
}

async function loaded() {
  const { contextHere } = await import('./withStore.ts');
  const actions = { ...(await import('./userActions.ts')), ...(await import('./appPasswordActions.ts')) };
  return { ...actions, context: contextHere(), password };
}

async function password({ passwordStdin }: PasswordOption): Promise<string> {
  const { askedPassword, passwordFrom } = await import('./userPassword.ts');
  if (passwordStdin) return passwordFrom(process.stdin);
  if (!process.stdin.isTTY)
    throw new Error(
      'There is no terminal to ask for the password on: give it on standard input, with --password-stdin.',
    );
  return askedPassword(process.stdin, process.stderr);
}
