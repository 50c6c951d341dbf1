// A leaked password over HTTP, as a page and a program see it, with a stand-in for the service that knows them.
import { afterAll, expect, it } from 'vitest';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { freshAddress } from '../support/real-store.ts';
import { startLeakRange } from '../support/servers/leak-range.ts';

const LEAKED = 'leaked elsewhere 1';
const range = await startLeakRange([LEAKED]);
afterAll(range.stop);
const service = useLocalService({
  settingsFor: () => ({ leakedPasswords: 'refuse' }),
  leakedPasswordsUrl: range.url,
});

const signUp = async (password: string) => {
  const answer = await fetch(`${service.url}/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: freshAddress(), password }),
  });
  return { status: answer.status, body: await answer.json() };
};

it('is refused, and passes while nobody can say', async () => {
  expect(await signUp(LEAKED)).toMatchObject({ status: 422, body: { code: 'weak_password', reason: 'leaked' } });
  expect(range.asked).toMatchObject([{ path: expect.stringMatching(/^\/range\/[0-9A-F]{5}$/) }]);
  range.state.answer = (response) => response.writeHead(503).end();
  expect((await signUp('another leaked one')).status).toBe(202);
  expect(service.lines.some((line) => line.includes('leaked_passwords_unavailable'))).toBe(true);
  expect(service.lines.join('\n')).not.toContain(range.asked[0]?.path.slice(-5));
});

it('has a sentence on the page, in the language of its reader', async () => {
  for (const locale of ['ko', 'en'] as const) {
    const page = await (await fetch(`${service.url}/signup?lang=${locale}`)).text();
    expect(page).toContain(PAGE_TEXTS[locale].client.weakPassword.leaked);
  }
});
