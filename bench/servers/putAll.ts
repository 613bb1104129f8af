import type { CalendarObject } from './calendarObjects.ts';
import { OWNER } from './contender.ts';
import { serverAccess } from './serverAccess.ts';

const CONNECTIONS = 4;

/** Stores objects in a calendar by PUT, several at a time. */
export async function putAll(port: number, calendar: string, objects: readonly CalendarObject[]): Promise<void> {
  let next = 0;
  const work = async () => {
    const access = serverAccess(port, OWNER);
    for (let object = objects[next++]; object !== undefined; object = objects[next++])
      await access.expect(201, 'PUT', `${calendar}${object.name}`, object.text(0), { 'Content-Type': 'text/calendar' });
    access.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
}
