/** The figures as a table in Markdown. */
import { type Figures, type Measured, quantile, type RowFigures, type ServerFigures } from './figures.ts';

const OURS = 'convoke';

/** Requests per second with p50 and p99, and for each other server how much longer it takes than ours. */
export function markdownOf({ rows, servers, remarks }: Figures): string {
  const names = servers.map(({ server }) => server);
  const others = names.filter((name) => name !== OURS);
  const head = ['', 'at once', ...names, ...others.map((name) => `${name} / ${OURS}`)];
  const lines = rows.map((row) => [
    row.title,
    String(row.concurrency),
    ...names.map((name) => cell(measuredOf(row, name))),
    ...others.map((name) => ratio(measuredOf(row, OURS)?.perSecond, measuredOf(row, name)?.perSecond)),
  ]);
  const single = (title: string, value: (server: ServerFigures) => number | undefined, digits: number) => [
    title,
    '',
    ...servers.map((server) => value(server)?.toFixed(digits) ?? ''),
    ...others.map((name) => {
      const [ours, theirs] = [OURS, name].map((wanted) => servers.find(({ server }) => server === wanted));
      return ratio(theirs && value(theirs), ours && value(ours));
    }),
  ];
  const table = [
    ...lines,
    single('start until the first answer, ms', ({ starts }) => quantile(starts, 0.5), 0),
    single('memory at rest, MiB (RSS of all processes)', ({ atRest }) => atRest && atRest.resident / 2 ** 20, 0),
    single('memory at rest, MiB (PSS)', ({ atRest }) => atRest && atRest.proportional / 2 ** 20, 0),
    single('memory under load, MiB (RSS of all processes)', ({ underLoad }) => underLoad.resident / 2 ** 20, 0),
    single('memory under load, MiB (PSS)', ({ underLoad }) => underLoad.proportional / 2 ** 20, 0),
    single('fsync and fdatasync calls before one PUT is answered', ({ syncCalls }) => syncCalls?.create, 1),
    single('the same, for one that invites 20', ({ syncCalls }) => syncCalls?.invite20, 1),
  ];
  const text = [head, head.map(() => '---'), ...table].map((line) => `| ${line.join(' | ')} |`);
  return [
    ...text,
    '',
    'Cells: per second (p50 / p99 in ms). Ratios: how many times longer the other takes than Convoke, below 1 is faster.',
    ...servers.map(sentenceOn),
    ...remarks.map((remark) => `- ${remark}`),
  ].join('\n');
}

function sentenceOn({ server, version, setting, loading, filled, deliveries }: ServerFigures): string {
  const times = Object.entries(filled).map(([name, seconds]) => `${name} in ${seconds.toFixed(0)} s`);
  const arrived = deliveries && `${deliveries.expected - deliveries.missing} of ${deliveries.expected}`;
  return [
    `- ${server} ${version}: ${setting}.`,
    `Filled with ${loading}: ${times.join(', ')}.`,
    ...(arrived === undefined ? [] : [`Copies and inbox items of the invitations found afterwards: ${arrived}.`]),
  ].join(' ');
}

function measuredOf(row: RowFigures, server: string): Measured | undefined {
  return row.measured.find((one) => one.server === server);
}

function cell(measured: Measured | undefined): string {
  if (measured === undefined) return '';
  return `${rounded(measured.perSecond)} (${rounded(measured.p50)} / ${rounded(measured.p99)})`;
}

function ratio(theirs: number | undefined, ours: number | undefined): string {
  return theirs === undefined || ours === undefined ? '' : `${rounded(theirs / ours)}×`;
}

function rounded(value: number): string {
  return value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2);
}
