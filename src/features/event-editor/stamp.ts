/** An instant in UTC as iCalendar writes it, `20270308T090000Z`, RFC 5545 §3.3.5. */
export function utcStamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
