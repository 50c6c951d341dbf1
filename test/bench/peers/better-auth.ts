// better-auth's sign-up by e-mail, with its rows in memory: no network and no store.
import { memoryAdapter } from '@better-auth/memory-adapter';
import { betterAuth } from 'better-auth/minimal';

const auth = betterAuth({
  baseURL: 'https://api.example',
  secret: 'a secret of the bench, longer than 32 characters',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

export const handler = async ({ body }: { readonly body: string }): Promise<object> => {
  const { email, password } = JSON.parse(body);
  const request = new Request('https://api.example/api/auth/sign-up/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name: 'Minji' }),
  });
  const answer = await auth.handler(request);
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
};
