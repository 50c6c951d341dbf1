// The process of one cold start: imports a bundle, answers one event, and says so on its file descriptor 3.
// With an IPC channel it goes on, and answers the event of the file again at each message.
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
const readEvent = (): object => JSON.parse(readFileSync(eventFile, 'utf8'));
const result = await handler(readEvent(), context);
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
if (!process.send) process.exit(0);

// Each message asks for the same request once more, to measure a warm process.
process.on('message', async () => {
  const event = readEvent();
  const before = process.cpuUsage();
  const mainBefore = process.threadCpuUsage();
  const answer = await handler(event, context);
  const main = process.threadCpuUsage(mainBefore);
  const all = process.cpuUsage(before);
  process.send?.({
    allMilliseconds: (all.user + all.system) / 1000,
    mainMilliseconds: (main.user + main.system) / 1000,
    result: answer ?? null,
  });
});
process.on('disconnect', () => process.exit(0));
