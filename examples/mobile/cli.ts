// A command-line app that logs people in as an app on a phone does: `node examples/mobile/cli.ts login | whoami | logout`.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApi } from '../../client/api.ts';
import { createLatchkey, LatchkeyError } from '../../client/index.ts';
import { openBrowser, openLoopback } from './loopback.ts';
import { createFileLocks, createTokenFile } from './token-file.ts';

const { ISSUER: issuer = 'http://localhost:3000', CLIENT_ID: clientId = 'local' } = process.env;
const file = process.env['SESSION_FILE'] || join(homedir(), '.latchkey-example', 'session.json');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'no-browser': { type: 'boolean' }, timeout: { type: 'string', default: '300' } },
});

const openApp = (redirectUri?: string) =>
  createLatchkey({
    issuer,
    clientId,
    ...(redirectUri && { redirectUri }),
    scope: 'openid email profile offline_access account',
    storage: createTokenFile(file),
    // This process waits for the answer itself: a log-in that is left leaves nothing in the file.
    pendingStorage: 'memory',
    platform: { locks: createFileLocks(file) },
  });

const show = (what: string, address: string): void => {
  console.log(`${what}: ${address}`);
  if (!values['no-browser']) openBrowser(address);
};

/** Ends with a sentence for the person, not with a stack. */
class Stop extends Error {}
const NOBODY = 'Nobody is logged in. Run: login';

const login = async (): Promise<void> => {
  const loopback = await openLoopback();
  const left = new AbortController();
  process.once('SIGINT', () => left.abort(new Stop('The log-in was left.')));
  const late = () => left.abort(new Stop(`No answer came within ${values.timeout} s. Run: login`));
  const timer = setTimeout(late, Number(values.timeout) * 1000);
  try {
    const app = openApp(loopback.redirectUri);
    show('Log in here', await app.logIn());
    const { user } = await loopback.waitFor(app.handleCallback, left.signal);
    console.log(`Logged in as ${user.email}.`);
  } finally {
    clearTimeout(timer);
    loopback.close();
  }
};

const whoami = async (): Promise<void> => {
  const app = openApp();
  if (!app.user()) throw new Stop(NOBODY);
  const answer = await app.fetch(`${issuer}/userinfo`);
  const account = await createApi(app).me();
  if (!app.user())
    throw new Stop('Your session has ended: after a log-out on all devices, a new password or a long time. Run: login');
  if (!answer.ok) throw new LatchkeyError('unavailable');
  if (!account.ok) throw new LatchkeyError(account.error.code);
  console.log(JSON.stringify({ userinfo: await answer.json(), account: account.value }, undefined, 2));
};

const logout = async (): Promise<void> => {
  const app = openApp();
  if (!app.user()) throw new Stop(NOBODY);
  const address = await app.logOut();
  console.log('Logged out.');
  // Else the next log-in from this browser would ask nothing.
  if (address) show('Log out of the browser, too', address);
};

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = { login, whoami, logout };
const SENTENCES: Readonly<Record<string, string>> = {
  network: `${issuer} did not answer. Try again.`,
  unavailable: `${issuer} cannot answer now. Try again later.`,
  access_denied: 'The log-in was refused.',
};

/** What to say about an error; `undefined` is a fault of the program. */
const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof Stop) return error.message;
  if (error instanceof LatchkeyError) return SENTENCES[error.code] ?? `The service refused: ${error.code}.`;
  // `fetch` without an answer.
  return error instanceof TypeError && error.cause ? SENTENCES['network'] : undefined;
};

try {
  const run = COMMANDS[positionals[0] ?? ''];
  if (!run) throw new Stop('Usage: node cli.ts login | whoami | logout [--no-browser] [--timeout <seconds>]');
  await run();
} catch (error) {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  console.error(sentence);
  process.exitCode = 1;
}
