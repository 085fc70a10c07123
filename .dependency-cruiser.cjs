/** Which package may import which: the arrows of ARCHITECTURE.md. What is not listed is forbidden. */
const arrows = {
  core: [],
  engine: ['core'],
  server: ['engine', 'core'],
  client: ['core'],
  shop: ['core'],
  cli: ['client', 'server', 'shop', 'core'],
  web: ['client', 'core'],
}

const tests = '\\.test\\.ts$|[./]test-support[./]|^test/'
const sources = (packages) => `^packages/(${packages.join('|')})/src/`

const arrowRules = Object.entries(arrows).map(([name, targets]) => ({
  name: `${name}-imports-only-${targets.join('-') || 'itself'}`,
  comment: `Arrows between packages point one way (ARCHITECTURE.md).`,
  severity: 'error',
  // A test may stand a package against its other side, as the client against the server's app.
  from: { path: sources([name]), pathNot: tests },
  to: {
    path: '^packages/',
    pathNot: sources([name, ...targets]),
    // The client speaks the server's language: its types, and nothing that runs.
    ...(name === 'client' && { dependencyTypesNot: ['type-only'] }),
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrowRules,
    {
      name: 'client-knows-the-server-only',
      comment: "The one package whose types the client may use besides core's is the server.",
      severity: 'error',
      from: { path: sources(['client']) },
      to: { path: '^packages/', pathNot: sources(['client', 'core', 'server']) },
    },
    {
      name: 'only-the-face-of-a-package',
      comment: "Another package is reached through its index.ts, or a test's helpers.",
      severity: 'error',
      from: { path: '^(?:packages/([^/]+)|test|bench)/' },
      to: {
        path: '^packages/',
        pathNot: ['^packages/$1/', '/src/index\\.ts$', '[./]test-support[./]'],
      },
    },
    {
      name: 'tests-stay-with-tests',
      comment: 'Nothing that ships imports a test or what supports tests.',
      severity: 'error',
      from: { path: '^packages/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'core-is-pure',
      comment: 'core runs in a browser: no node builtins.',
      severity: 'error',
      from: { path: sources(['core']), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-dev-dependency-ships',
      comment: 'What ships imports only what its own package.json lists under dependencies.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is two files that are one idea, or one idea too many.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports is dead.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^packages/',
        // main.tsx is where index.html begins.
        pathNot: [
          tests,
          '/src/index\\.ts$',
          '\\.d\\.ts$',
          '^packages/web/(?:src/main\\.tsx|vite\\.config\\.ts)$',
        ],
      },
      to: {},
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere hides from every rule above.',
      severity: 'error',
      from: {},
      // This library names sources under "source" that it does not ship; the compiler knows where it is.
      to: { couldNotResolve: true, pathNot: '^react-aria-components$' },
    },
  ],
  options: {
    exclude: { path: '^packages/[^/]+/dist/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
}
