// Requests to better-auth with its rows in memory, for `npm run bench -- warm`.
import { memoryAdapter } from '@better-auth/memory-adapter';
import { betterAuth } from 'better-auth/minimal';

const URL_OF_AUTH = 'https://api.example/api/auth';
const SIGN_UP = { email: 'minji.kim@example.com', password: 'correct horse battery', name: 'Minji' };

const db: Record<string, unknown[]> = { user: [], session: [], account: [], verification: [] };

const auth = betterAuth({
  baseURL: 'https://api.example',
  secret: 'a secret of the bench, longer than 32 characters',
  database: memoryAdapter(db),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

const send = (path: string, body?: object, cookie?: string): Promise<Response> =>
  auth.handler(
    new Request(`${URL_OF_AUTH}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );

/** As many rows as before, so that the thousandth request finds what the first one found. */
const forget = (...tables: readonly string[]): void => {
  for (const name of tables) db[name] = [];
};

let cookie: string | undefined;
const member = async (): Promise<string> => {
  if (!cookie) {
    const answer = await send('/sign-up/email', SIGN_UP);
    cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
  }
  return cookie;
};

const FLOWS: Readonly<Record<string, () => Promise<Response>>> = {
  signup: () => {
    forget('user', 'session', 'account');
    return send('/sign-up/email', SIGN_UP);
  },
  login: async () => {
    await member();
    forget('session');
    return send('/sign-in/email', { email: SIGN_UP.email, password: SIGN_UP.password });
  },
  session: async () => send('/get-session', undefined, await member()),
};

export const handler = async ({ flow }: { readonly flow: string }): Promise<object> => {
  const answer = await FLOWS[flow]?.();
  return { statusCode: answer?.status, body: await answer?.text() };
};
