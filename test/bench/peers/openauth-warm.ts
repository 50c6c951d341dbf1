// Requests to OpenAuth with its rows in memory, for `npm run bench -- warm`: a log-in is its whole code flow of three requests.
import { issuer } from '@openauthjs/openauth';
import { PasswordProvider, ScryptHasher } from '@openauthjs/openauth/provider/password';
import { MemoryStorage } from '@openauthjs/openauth/storage/memory';
import { createSubjects } from '@openauthjs/openauth/subject';
import { z } from 'zod';

const ISSUER = 'https://api.example';
const REDIRECT = 'https://app.example/callback';
const EMAIL = 'minji.kim@example.com';
const PASSWORD = 'correct horse battery';

const page = async (): Promise<Response> => new Response('page');
const storage = MemoryStorage();
const app = issuer({
  storage,
  subjects: createSubjects({ user: z.object({ email: z.string() }) }),
  allow: async () => true,
  providers: { password: PasswordProvider({ login: page, register: page, change: page, sendCode: async () => {} }) },
  success: (context, value) => context.subject('user', { email: value.email }),
});
const isRegistered = ScryptHasher()
  .hash(PASSWORD)
  .then((hash) => storage.set(['email', EMAIL, 'password'], hash));

const send = (path: string, form?: Readonly<Record<string, string>>, cookie = ''): Promise<Response> =>
  Promise.resolve(
    app.fetch(
      new Request(`${ISSUER}${path}`, {
        method: form ? 'POST' : 'GET',
        headers: { cookie },
        ...(form && { body: new URLSearchParams(form) }),
      }),
    ),
  );

const CLIENT = { client_id: 'bench', redirect_uri: REDIRECT };
const AUTHORIZE = `/authorize?${new URLSearchParams({ ...CLIENT, response_type: 'code', provider: 'password' })}`;

const logIn = async (): Promise<Response> => {
  await isRegistered;
  const begun = await send(AUTHORIZE);
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const entered = await send('/password/authorize', { email: EMAIL, password: PASSWORD }, cookie);
  const code = new URL(entered.headers.get('location') ?? '', ISSUER).searchParams.get('code') ?? '';
  return send('/token', { ...CLIENT, grant_type: 'authorization_code', code });
};

let refreshToken = '';
const refresh = async (): Promise<Response> => {
  if (refreshToken === '') refreshToken = (await (await logIn()).json()).refresh_token;
  const answer = await send('/token', { grant_type: 'refresh_token', refresh_token: refreshToken });
  refreshToken = (await answer.clone().json()).refresh_token;
  return answer;
};

const FLOWS: Readonly<Record<string, () => Promise<Response>>> = { login: logIn, refresh };

export const handler = async ({ flow }: { readonly flow: string }): Promise<object> => {
  const answer = await FLOWS[flow]?.();
  return { statusCode: answer?.status, body: await answer?.text() };
};
