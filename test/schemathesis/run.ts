// `npm run test:api`: thousands of requests made from docs/openapi.json against the local service; no 5xx, and every answer as the document says.
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '#routes.ts';
import { type RunningService, startService } from './service.ts';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENT = join(ROOT, 'docs/openapi.json');
const SEED = 20_261_121;
const EXAMPLES_PER_OPERATION = 30;
const MINIMUM_REQUESTS = 2000;
/** A limit that is met is a documented answer, but proves little of the route behind it. */
const MAXIMUM_SHARE_OF_429 = 0.05;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
  'allow_header_conformance',
  'negative_data_rejection',
  'ignored_auth',
];

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Ends what runs, so that the service is stopped and its folder removed in any case. */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

/** The exit code of one of Python's tools, which says what it has to say itself. */
const run = async (tool: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> => {
  const { signal } = interrupted;
  const child = spawn(tool, args, { ...options, signal, stdio: ['ignore', 'inherit', 'inherit'] });
  const closed = new Promise<number>((resolve) => child.once('close', (exitCode) => resolve(exitCode ?? 1)));
  child.once('error', ({ message }) => {
    console.error(`${tool}: ${message}. Its tools come by pip install -r test/schemathesis/requirements.txt`);
  });
  return closed;
};

const ask = async ({
  url,
  folder,
  clientSecret,
  adminKey,
}: RunningService): Promise<{ readonly exitCode: number; readonly counts: Counts }> => {
  const report = join(folder, 'counts.json');
  const env = {
    ...process.env,
    LATCHKEY_URL: url,
    LATCHKEY_REPORT: report,
    LATCHKEY_CLIENT_SECRET: clientSecret,
    LATCHKEY_ADMIN_KEY: adminKey,
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: import.meta.dirname,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const phases = ['--phases', 'examples,coverage,fuzzing', '-n', String(EXAMPLES_PER_OPERATION)];
  const rest = ['--seed', String(SEED), '--continue-on-failure', '--warnings', 'off', '--checks', CHECKS.join(',')];
  const config = ['--config-file', join(import.meta.dirname, 'schemathesis.toml')];
  const command = [...config, 'run', DOCUMENT, '--url', url, ...phases, ...rest];
  const exitCode = await run('st', command, { cwd: folder, env });
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  return { exitCode, counts };
};

/** What signs is no part of a document: `test/attacks/passkeys.test.ts` has one of others. */
const NEED_AN_AUTHENTICATOR = ['POST /login/passkey', 'POST /me/passkeys', 'PATCH /me/passkeys'];

const judge = (counts: Counts): readonly string[] => {
  const entries = Object.values(counts).flatMap((byStatus) => Object.entries(byStatus));
  const sum = (found: readonly (readonly [string, number])[]) => found.reduce((total, [, count]) => total + count, 0);
  const total = sum(entries);
  const limited = sum(entries.filter(([status]) => status === '429'));
  const succeeded = (key: string) => Object.keys(counts[key] ?? {}).some((status) => /^[23]/.test(status));
  const barren = Object.keys(ROUTES).filter((key) => !NEED_AN_AUTHENTICATOR.includes(key) && !succeeded(key));
  for (const [key, byStatus] of Object.entries(counts)) console.log(key.padEnd(40), JSON.stringify(byStatus));
  console.log(`\n${total} requests with seed ${SEED}, ${limited} of them answered 429`);
  return [
    ...(total < MINIMUM_REQUESTS ? [`fewer than ${MINIMUM_REQUESTS} requests`] : []),
    ...(limited > total * MAXIMUM_SHARE_OF_429 ? ['too many of them met a limit'] : []),
    ...(barren.length > 0 ? [`never succeeded: ${barren.join(', ')}`] : []),
  ];
};

const service = await startService();
try {
  const isValid = (await run('openapi-spec-validator', [DOCUMENT])) === 0;
  const { exitCode, counts } = await ask(service);
  const faults = [
    ...(isValid ? [] : ['docs/openapi.json is no valid OpenAPI 3.1']),
    ...(exitCode === 0 ? [] : ['Schemathesis found faults, see above']),
    ...judge(counts),
  ];
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await service.stop();
}
