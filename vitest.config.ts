// The projects: `unit` needs nothing but Node; `store` runs against the store LATCHKEY_TEST_STORE names (dynalite by default);
// `attacks` and `timing` attack the local service over HTTP; `cloud` deploys the stack into an emulator of AWS; `rules` lets others
// judge its templates, `openapi` its document; `package` uses what others install; `relying` runs applications of others, `examples` our own; `browser`
// drives the pages in Chromium.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig, type Plugin } from 'vitest/config';

const TEXT_FILE = /[\\/](?:templates|functions)[\\/].*\.(?:html|txt|css|client\.js)$/;
const TEXT_PREFIX = '\0text:';

/** Under a name of their own, because Vite would treat a style sheet as its own business and hand out nothing. */
export const textImports: Plugin = {
  name: 'text-imports',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!/\.(?:html|txt|css|client\.js)$/.test(source)) return undefined;
    const file = (await this.resolve(source, importer, { skipSelf: true }))?.id.split('?')[0];
    return file && TEXT_FILE.test(file) ? `${TEXT_PREFIX}${file}.mjs` : undefined;
  },
  load(id) {
    if (!id.startsWith(TEXT_PREFIX)) return undefined;
    const file = id.slice(TEXT_PREFIX.length, -'.mjs'.length);
    return `export default ${JSON.stringify(readFileSync(file, 'utf8'))};`;
  },
};

const shared = {
  plugins: [textImports],
};

/** Tests wait for one another's servers and timers half of their time: more workers than cores. */
const WORKERS = Math.max(4, availableParallelism());

/** Files that share a worker share its modules; what changes a whole process stands in `isolated`. */
const TOGETHER = { pool: 'threads', isolate: false } as const;

/** They change what all code of a process sees, the environment or the modules that are loaded, or measure the whole process. */
const ISOLATED = [
  'test/adapters/mail/smtp/smtp-faults.test.ts',
  'test/adapters/passwords/argon2.test.ts',
  'test/lib/service-function.test.ts',
  'test/runtime/claims.test.ts',
  'test/runtime/env.test.ts',
  'test/runtime/lazily.test.ts',
];

/** Random suites, races of many at once, and every flow by the second transport: `npm run test:soak` runs all of their rounds. */
const SOAK = [
  'test/soak/**/*.test.ts',
  'test/attacks/random-input.test.ts',
  'test/black-box/smtp-and-sns.test.ts',
  'test/flows/account/email-races.test.ts',
  'test/flows/account/verify.test.ts',
  'test/flows/audit/faults.test.ts',
  'test/flows/delivery/pacing.test.ts',
  'test/flows/session/log-in.test.ts',
];

/** Attacks over HTTP from several networks, by number. Each takes seconds, so they are not part of `npm test`. */
const ATTACKS = ['test/attacks/f*.test.ts'];

/** They compare answer times, so they run alone, after the other attacks. */
const TIMING = ['test/attacks/timing.test.ts', 'test/attacks/f15-*.test.ts'];

const STORE = ['test/flows/**/*.test.ts', 'test/adapters/store/dynamodb-store.test.ts'];

/** About time and about routes, with thousands of requests each: their writes are those of other files, so in memory is enough. */
const IN_MEMORY_ALONE = ['test/flows/admin/disabled-routes.test.ts', 'test/flows/delivery/deferred-domain.test.ts'];
const HAS_DATABASE = process.env['LATCHKEY_TEST_STORE'] !== undefined;

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    // What `npm test -- --coverage` holds: what is reached, rounded down.
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { statements: 97, branches: 94, functions: 97, lines: 98 },
    },
    projects: [
      {
        ...shared,
        test: {
          ...TOGETHER,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...STORE,
            ...ISOLATED,
            ...ATTACKS,
            ...TIMING,
            'test/process/**',
            'test/bundle/**',
            'test/cloud/**',
            'test/rules/**',
            'test/openapi/**',
            'test/relying/**',
            'test/examples/**',
            'test/fastapi/**',
            'test/package/**',
            'test/mails/**',
            'test/browser/**',
            '**/node_modules/**',
          ],
          expect: { requireAssertions: true },
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'isolated',
          pool: 'forks',
          include: ISOLATED,
          expect: { requireAssertions: true },
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...TOGETHER,
          name: 'store',
          include: STORE,
          exclude: [...(HAS_DATABASE ? IN_MEMORY_ALONE : []), '**/node_modules/**'],
          globalSetup: ['test/support/test-store-setup.ts'],
          expect: { requireAssertions: true },
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...TOGETHER,
          name: 'soak',
          include: SOAK,
          env: { LATCHKEY_TEST_SOAK: 'yes' },
          globalSetup: ['test/support/test-store-setup.ts'],
          expect: { requireAssertions: true },
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...TOGETHER,
          name: 'attacks',
          include: ATTACKS,
          exclude: TIMING,
          expect: { requireAssertions: true },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...TOGETHER,
          name: 'timing',
          include: TIMING,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          expect: { requireAssertions: true },
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts', 'test/bundle/**/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'cloud',
          include: ['test/cloud/**/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'rules',
          include: ['test/rules/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'openapi',
          include: ['test/openapi/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'relying',
          include: ['test/relying/*.test.ts'],
          // Its modules name one another without an extension, which only bundlers understand.
          server: { deps: { inline: ['@openid/appauth'] } },
          expect: { requireAssertions: true },
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'examples',
          include: ['test/examples/*.test.ts'],
          globalSetup: ['test/examples/examples-setup.ts'],
          expect: { requireAssertions: true },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'fastapi',
          include: ['test/fastapi/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'package',
          include: ['test/package/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'mails',
          include: ['test/mails/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          expect: { requireAssertions: true },
          testTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'browser',
          include: ['test/browser/*.test.ts'],
          globalSetup: ['test/browser/browser-setup.ts'],
          expect: { requireAssertions: true, poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
