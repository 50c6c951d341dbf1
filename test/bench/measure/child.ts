// The process of one cold start: imports a bundle, answers one event, and says so on its file descriptor 3.
// With an IPC channel it goes on with the events that the bench sends, and says what each took.
import { readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [file = '', eventFile = ''] = process.argv.slice(2);
const context = {
  awsRequestId: 'bench',
  functionName: 'bench',
  functionVersion: '$LATEST',
  memoryLimitInMB: '1769',
  getRemainingTimeInMillis: () => 15_000,
};

// Only the courier asks DNS, and this machine may have none.
if (process.env['BENCH_WITHOUT_DNS']) {
  const { Resolver } = process.getBuiltinModule('node:dns/promises');
  Resolver.prototype.resolveMx = async (domain) => [{ exchange: `mx.${domain}`, priority: 10 }];
}

const startedAt = performance.now();
const { handler } = await import(pathToFileURL(file).href);
const importedAt = performance.now();
const result = await handler(JSON.parse(readFileSync(eventFile, 'utf8')), context);
const answeredAt = performance.now();
const { user, system } = process.cpuUsage();
writeSync(
  3,
  `${JSON.stringify({
    importMilliseconds: importedAt - startedAt,
    callMilliseconds: answeredAt - importedAt,
    cpuMilliseconds: (user + system) / 1000,
    residentBytes: process.memoryUsage.rss(),
    result: result ?? null,
  })}\n`,
);
process.exit(0);
