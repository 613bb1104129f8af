/** The arrows of ARCHITECTURE.md. Each rule's comment says what to do instead. */
const layer = (name) => `^src/${name}/`;

module.exports = {
  forbidden: [
    {
      name: 'icalendar-is-the-lowest-layer',
      comment: 'src/icalendar imports nothing of the project: move what needs scheduling up into src/scheduling.',
      severity: 'error',
      from: { path: layer('icalendar') },
      to: { path: '^src/', pathNot: layer('icalendar') },
    },
    {
      name: 'the-engine-is-pure',
      comment:
        'src/scheduling imports src/icalendar and itself only: pass clocks, addresses and policies as parameters.',
      severity: 'error',
      from: { path: layer('scheduling') },
      to: { path: '^src/', pathNot: '^src/(scheduling|icalendar)/' },
    },
    {
      name: 'caldav-knows-no-screens',
      comment: 'src/caldav may import scheduling and icalendar only.',
      severity: 'error',
      from: { path: layer('caldav'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(caldav|scheduling|icalendar)/' },
    },
    {
      name: 'queries-know-no-screens',
      comment: 'src/queries may import caldav, scheduling and icalendar only.',
      severity: 'error',
      from: { path: layer('queries') },
      to: { path: '^src/', pathNot: '^src/(queries|caldav|scheduling|icalendar)/' },
    },
    {
      name: 'features-are-islands',
      comment:
        'No feature imports another: compose them in src/app, or move what they share to src/components or src/queries.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'features-do-not-reach-below-queries',
      comment: 'A feature talks to a server through src/queries; scheduling, icalendar and components are open to it.',
      severity: 'error',
      from: { path: layer('features') },
      to: { path: '^src/(app|caldav|server|cli)/' },
    },
    {
      name: 'components-know-nothing',
      comment: 'src/components imports none of the other rooms: pass data as props.',
      severity: 'error',
      from: { path: layer('components') },
      to: { path: '^src/', pathNot: layer('components') },
    },
    {
      name: 'app-stays-in-the-browser',
      comment: 'src/app composes features; it does not import server or cli.',
      severity: 'error',
      from: { path: layer('app') },
      to: { path: '^src/(server|cli)/' },
    },
    {
      name: 'server-stands-on-the-engine',
      comment: 'src/server may import scheduling and icalendar only.',
      severity: 'error',
      from: { path: layer('server'), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(server|scheduling|icalendar)/' },
    },
    {
      name: 'tsdav-only-in-caldav',
      comment: 'tsdav is an implementation detail of src/caldav: add a function there.',
      severity: 'error',
      from: { path: '^(src|e2e|bench)/', pathNot: '^src/caldav/' },
      to: { path: 'node_modules/tsdav' },
    },
    {
      name: 'ical-js-only-in-icalendar',
      comment: 'ical.js and rrule-temporal are implementation details of src/icalendar: add a function there.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/icalendar/' },
      to: { path: 'node_modules/(ical\\.js|rrule-temporal)' },
    },
    {
      name: 'node-only-on-the-server',
      comment: 'node: modules belong to src/server, src/cli, e2e, bench and tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(server|cli)/|\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle hides which room is lower: move the shared part down.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
