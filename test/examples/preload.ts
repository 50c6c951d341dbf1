// Loaded into the process of an app before its own code: the test moves its clock, and reads its requests for tokens in its output.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';

const aheadFile = process.env['CLOCK_AHEAD_FILE'] ?? '';
const RealDate = Date;
const now = (): number => RealDate.now() + Number(readFileSync(aheadFile, 'utf8'));

globalThis.Date = new Proxy(RealDate, {
  construct: (_, values) => Reflect.construct(RealDate, values.length === 0 ? [now()] : values),
  get: (_, name) => (name === 'now' ? now : Reflect.get(RealDate, name)),
});

subscribe('undici:request:create', (message) => {
  const { path } = (message as { request: { path: string } }).request;
  if (path === '/token') console.log('POST /token');
});
