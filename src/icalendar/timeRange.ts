/** Whether a component overlaps a time range: the tables of RFC 4791 §9.9. */

import { readTime } from './calendarTime.ts';
import { type Component, getProperty } from './component.ts';

/** [from, to), UTC in basic form. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** `startUtc` and `endUtc` are the effective DTSTART and DTEND or DUE of the VEVENT or VTODO, as `instancesBetween` finds them. */
export function overlaps(component: Component, startUtc: string, endUtc: string, range: TimeRange): boolean {
  return component.name === 'VTODO'
    ? todoOverlaps(component, startUtc, endUtc, range)
    : eventOverlaps(startUtc, endUtc, range);
}

/** Of a VEVENT; one that takes no time is in the range that holds its start. */
export function eventOverlaps(start: string, end: string, { from, to }: TimeRange): boolean {
  return (end > start ? from < end : from <= start) && to > start;
}

function todoOverlaps(todo: Component, start: string, end: string, { from, to }: TimeRange): boolean {
  const has = (name: string): boolean => getProperty(todo, name) !== undefined;
  if (has('DTSTART')) {
    if (has('DUE')) return (from < end || from <= start) && (to > start || to >= end);
    if (has('DURATION')) return from <= end && (to > start || to >= end);
    return from <= start && to > start;
  }
  if (has('DUE')) return from < end && to >= end;
  const completed = instantOf(todo, 'COMPLETED');
  const created = instantOf(todo, 'CREATED');
  if (completed !== undefined && created !== undefined) {
    return (from <= created || from <= completed) && (to >= created || to >= completed);
  }
  if (completed !== undefined) return from <= completed && to >= completed;
  return created === undefined || to > created;
}

/** COMPLETED and CREATED are in UTC, RFC 5545 §3.8.2.1 and §3.8.7.1. */
function instantOf(component: Component, name: string): string | undefined {
  const property = getProperty(component, name);
  return property === undefined ? undefined : `${readTime(property).local}Z`;
}
