/** One case of a script, statement by statement. */
import type { Component } from '../../icalendar/component.ts';
import { checkContent, checkExpect, checkGet, checkReport, compare, type Difference } from './checks.ts';
import { answered, edited } from './edits.ts';
import { type Case, isOutcome, ScriptError, type Statement } from './script.ts';
import { addressOf, calendarOf, clock, newWorld, objectOf, receive, save, type World } from './world.ts';

/** @throws ScriptError naming file, line, what was expected and what came */
export function runCase(file: string, { statements }: Case): void {
  const world = newWorld();
  for (const statement of statements) {
    const at = `${file}:${statement.line}`;
    let difference: Difference;
    try {
      difference = STEPS[statement.verb](world, statement);
    } catch (error) {
      throw new ScriptError(`${at}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    if (difference)
      throw new ScriptError(`${at}: expected\n${indented(difference.expected)}\ngot\n${indented(difference.got)}`);
  }
}

type Step = (world: World, statement: Statement) => Difference;

const STEPS: Readonly<Record<Statement['verb'], Step>> = {
  put(world, { words: [user = ''], header, lines }) {
    if (lines.length === 0 && !objectOf(world, user)) throw new Error(`${user} has nothing to delete.`);
    const plan = save(
      world,
      user,
      lines.length > 0 ? calendarOf(lines) : undefined,
      header?.toUpperCase() !== 'SCHEDULE-REPLY: F',
    );
    world.plan = plan;
    return undefined;
  },
  edit(world, { words: [user = '', key = 'master'], lines }) {
    save(world, user, edited(existing(world, user), key, lines));
    return undefined;
  },
  answer(world, { words: [user = '', partstat = '', key = 'master'] }) {
    const plan = save(world, user, answered(existing(world, user), user, partstat, key));
    if (plan.violations.length > 0) throw new Error(plan.violations.map(({ detail }) => detail).join(' '));
    return undefined;
  },
  send(world, { words: [sender = '', to, recipient = ''], lines }) {
    if (to !== 'to') throw new Error('It is `> send USER to USER`.');
    const message = calendarOf(
      lines.filter((line) => !isOutcome(line)),
      clock(world),
    );
    const result = receive(world, sender, recipient, message);
    const got =
      result.kind === 'stored'
        ? result.change
        : `${result.kind} ${result.kind === 'refused' ? result.status : result.reason}`;
    const outcomes = lines.filter(isOutcome);
    return outcomes.length > 0 ? compare(outcomes, [got]) : undefined;
  },
  expect: (world, { lines }) => checkExpect(lines, planOf(world)),
  report: (world, { words: [user = ''], lines }) => checkReport(lines, planOf(world), objectOf(world, user)),
  get: (world, { words: [user = ''], lines }) => checkGet(lines, user, objectOf(world, user)),
  message(world, { words: [method = '', recipient = ''], lines }) {
    const message = planOf(world).messages.find(
      (each) => each.method === method && each.recipients.includes(addressOf(recipient)),
    );
    if (!message) throw new Error(`There is no ${method} for ${recipient}.`);
    return checkContent(lines, message.calendar());
  },
  addresses(world, { words: [user = ''], lines }) {
    world.aliases.set(user, lines);
    return undefined;
  },
  policy(world, { words }) {
    if (words.join(' ') !== 'without ADD') throw new Error('The only policy is `without ADD`.');
    world.policy = { ...world.policy, name: 'without ADD', add: false };
    return undefined;
  },
};

function existing(world: World, user: string): Component {
  const object = objectOf(world, user);
  if (!object) throw new Error(`${user} has no object to change.`);
  return object;
}

function planOf(world: World) {
  if (!world.plan) throw new Error('Nothing was saved before.');
  return world.plan;
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
