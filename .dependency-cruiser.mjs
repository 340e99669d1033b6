// Who may import whom. Folders carry the meaning, so a rule names folders.
const layer = (name) => `^services/([^/]+)/src/${name}/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'Domain code knows the rules of the house and nothing else.',
      severity: 'error',
      from: { path: layer('domain') },
      to: { pathNot: ['^services/$1/src/domain/', '^packages/portfolio-rules/'] },
    },
    {
      name: 'application-knows-no-transport',
      severity: 'error',
      from: { path: layer('application') },
      to: {
        path: [
          '^services/$1/src/(entry|adapters)/',
          '^services/$1/src/(wiring|main|config)\\.ts$',
          'node_modules/(pg|amqplib|@grpc|@prisma|express|redis)/',
          '/generated/',
        ],
      },
    },
    {
      name: 'entry-reaches-application-only',
      severity: 'error',
      from: { path: layer('entry') },
      to: { path: ['^services/$1/src/adapters/', '^services/$1/src/(wiring|main|config)\\.ts$'] },
    },
    {
      name: 'adapters-serve-ports',
      severity: 'error',
      from: { path: layer('adapters') },
      to: {
        path: [
          '^services/$1/src/entry/',
          '^services/$1/src/(wiring|main|config)\\.ts$',
          '^services/$1/src/application/(?!ports\\.ts)',
        ],
      },
    },
    {
      name: 'services-are-strangers',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-stand-below-services',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(services|web|e2e|scripts)/' },
    },
    {
      name: 'web-features-are-strangers',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'ui-knows-no-router-and-no-api',
      severity: 'error',
      from: { path: '^web/src/ui/' },
      to: { path: ['^web/src/(api|features)/', '@solidjs/router', 'solid-query'] },
    },
    {
      name: 'production-never-imports-tests',
      severity: 'error',
      from: { path: '/src/', pathNot: '^packages/testing/' },
      to: { path: ['/test/', '^packages/testing/'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/generated/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
