// A stranger who asked for a mail first tries codes while the owner uses that mail: the answers are those of an address without account.
import { describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount, type LocalAccount } from '../support/local/local-account.ts';
import { freshAddress, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { aClient } from '../support/local/people.ts';

const service = useLocalService();
const NEW_PASSWORD = 'staple battery horse';
const FLOWS = {
  '/reset': { confirm: '/reset/confirm', more: { password: NEW_PASSWORD }, lifetime: 20 * 60 },
  '/login/link': { confirm: '/login/link/confirm', more: {}, lifetime: 10 * 60 },
} as const;
type Path = keyof typeof FLOWS;

const ACTS: Readonly<Record<string, (owner: LocalAccount, path: Path) => Promise<number>>> = {
  'uses the mail’s link': async ({ address }, path) => {
    const { confirm, more } = FLOWS[path];
    const { link = '' } = (await service.messagesTo(address)).findLast((mail) => mail.link) ?? {};
    return (await service.post(confirm, { token: tokenOf({ link }), ...more })).status;
  },
  'changes the password': async ({ accessToken }) => {
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    return (await service.post('/me/password', body, bearer(accessToken))).status;
  },
};

/** What the stranger sees: the first answer, six codes, and one after the mail has run out. */
const seen = async (path: Path, address: string, act?: () => Promise<number>) => {
  const { confirm, more, lifetime } = FLOWS[path];
  const stranger = aClient(service);
  const asked = await stranger.post(path, { email: address });
  const { continuation, address: shown, ...rest } = asked.body;
  expect(shown).toBe(address);
  await service.settled();
  if (act) expect(await act()).toBe(200);
  const answers: unknown[] = [asked.status, rest];
  const guess = async (nth: number) => {
    const { status, body } = await stranger.post(confirm, { code: String(10_000_000 + nth), continuation, ...more });
    const { requestId: _own, retryAfterSeconds, ...problem } = body;
    answers.push([status, problem, retryAfterSeconds === undefined]);
  };
  for (let nth = 1; nth <= 6; nth++) await guess(nth);
  await service.advance(lifetime + 1);
  await guess(7);
  return answers;
};

describe.each(['/reset', '/login/link'] as const)('a stranger who asked for %s first', (path) => {
  it.each(Object.keys(ACTS))('sees nothing when the owner %s', async (name) => {
    const owner = await createLocalAccount(service);
    await service.advance(61);
    const ofOwner = await seen(path, owner.address, () => ACTS[name]?.(owner, path) ?? Promise.resolve(0));
    expect(ofOwner).toEqual(await seen(path, freshAddress()));
  });
});
