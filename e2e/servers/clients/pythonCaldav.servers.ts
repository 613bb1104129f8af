/** python3-caldav as Debian packs it, unmodified, on the embedded server: what it sees, and what is there afterwards. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from '../../../src/server/inProcess.ts';
import { clientOf, readText } from '../../../src/server/testClient.ts';

/** Debian's own Python has Debian's packages, whatever other Python comes first in PATH. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('./pythonCaldav.py', import.meta.url));

let server: InProcessServer;
let seen: Record<string, unknown> = {};

beforeAll(async () => {
  server = await startInProcess();
  const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, server.origin], { timeout: 50_000 });
  seen = JSON.parse(stdout) as Record<string, unknown>;
});

afterAll(() => server.close());

describe('python3-caldav', () => {
  // biome-ignore format: one outcome a line
  test.each([
    ['principal', '/dav/principals/olivia/'],
    ['home', '/dav/calendars/olivia/'],
    ['calendars', ['Work']],
    ['address', 'mailto:olivia@convoke.example'],
    ['supports scheduling', true],
    ['new calendar', ['Réunions & plans 🗓', ['VEVENT', 'VTODO']]],
    ['all events', ['One', 'Weekly']],
    ['all todos', ['Task']],
    ['8 March', ['One']],
    ['expanded', ['2027-03-16T10:00:00+00:00', '2027-03-23T10:00:00+00:00']],
    ['by uid', 'Weekly'],
    ['by text', ['Weekly']],
    ['multiget', 2],
    ['first sync', 3],
    ['sync', [['One, changed', 'Two'], 1, 3]],
    ['pending todos', []],
    ['renamed', 'Renamed'],
    ['inbox', [true]],
    ['answer', ['mailto:alice@convoke.example', 'ACCEPTED']],
    ['free-busy of the calendar', ['2027-03-17T10:00:00+00:00']],
    ['free-busy of alice', 1],
    ['calendars at the end', ['Work']],
    ['alice after the deletion', 'CANCELLED'],
  ])('sees %s', (what, outcome) => {
    expect(seen[what]).toEqual(outcome);
  });
});

describe('afterwards, read by another client', () => {
  test('the guest has the invitation and the cancellation in the inbox, and one cancelled meeting', async () => {
    const alice = clientOf(server.origin, 'alice');
    const inbox = (await alice.texts('/dav/calendars/alice/inbox/')).map(readText);
    expect(inbox.map(({ method }) => method)).toEqual(['REQUEST', 'CANCEL']);
    const [meeting, ...others] = (await alice.texts('/dav/calendars/alice/work/')).map(readText);
    expect(others).toEqual([]);
    const lines = meeting?.components[0]?.lines ?? [];
    expect(lines).toContain('UID:meeting@py');
    expect(lines).toContain('STATUS:CANCELLED');
  });

  test('the organizer got the answer, and nothing of the calendar is left', async () => {
    const olivia = clientOf(server.origin, 'olivia');
    const replies = (await olivia.texts('/dav/calendars/olivia/inbox/')).map(readText);
    expect(replies.map(({ method }) => method)).toEqual(['REPLY']);
    expect(replies[0]?.components[0]?.lines.find((line) => line.startsWith('ATTENDEE'))).toContain('PARTSTAT=ACCEPTED');
    const home = await olivia.propfind('/dav/calendars/olivia/', '<D:displayname/>', '1');
    expect(home.body).not.toContain('Renamed');
    expect(await olivia.texts('/dav/calendars/olivia/work/')).toEqual([]);
  });
});
