// Strangers on three networks ask for mails to one address whenever they may, for 67 minutes: the owner still gets one.
import { describe, expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, type LocalAnswer, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { aClient, ask, type Client } from '../support/local/people.ts';

const service = useLocalService();
const MINUTES = 67;

interface Flow {
  readonly path: string;
  readonly bodyOf: (address: string) => object;
  readonly confirm: string;
  readonly more: object;
  /** What the mail's reader proves with. */
  readonly by: 'link' | 'code';
  readonly hasAccount: boolean;
}
const FLOWS: readonly Flow[] = [
  {
    path: '/signup',
    bodyOf: (email) => ({ email, password: PASSWORD }),
    confirm: '/verify',
    more: {},
    by: 'code',
    hasAccount: false,
  },
  {
    path: '/reset',
    bodyOf: (email) => ({ email }),
    confirm: '/reset/confirm',
    more: { password: 'staple battery horse' },
    by: 'link',
    hasAccount: true,
  },
  {
    path: '/login/link',
    bodyOf: (email) => ({ email }),
    confirm: '/login/link/confirm',
    more: {},
    by: 'link',
    hasAccount: true,
  },
  {
    path: '/otp',
    bodyOf: (to) => ({ channel: 'email', to }),
    confirm: '/otp/check',
    more: {},
    by: 'code',
    hasAccount: false,
  },
];

const waitOf = ({ body }: LocalAnswer): number => body.retryAfterSeconds ?? body.resendInSeconds;

/** Every stranger asks as soon as any of them may. Returns how often they were served. */
const besiege = async ({ path, bodyOf }: Flow, address: string, strangers: readonly Client[]): Promise<number> => {
  let served = 0;
  for (let passed = 0; passed < MINUTES * 60; ) {
    const answers: LocalAnswer[] = [];
    for (const stranger of strangers) answers.push(await stranger.post(path, bodyOf(address)));
    served += answers.filter(({ status }) => status === 202).length;
    // Otherwise the next request could replace the challenge before its mail is sent.
    await service.settled();
    const step = Math.min(...answers.map(waitOf));
    await service.advance(step);
    passed += step;
  }
  // They ask once more, a moment before the owner does.
  for (const stranger of strangers) await stranger.post(path, bodyOf(address));
  await service.settled();
  return served;
};

describe.each(FLOWS)('strangers on three networks who ask for $path all the time', (flow) => {
  it('keep its mail from the owner for a minute at most', async () => {
    const { path, bodyOf, confirm, more, by, hasAccount } = flow;
    const address = hasAccount ? (await createLocalAccount(service)).address : freshAddress();
    const strangers = [1, 2, 3].map(() => aClient(service));
    expect(await besiege(flow, address, strangers)).toBeGreaterThanOrEqual(10);
    const owner = aClient(service);
    const first = await owner.post(path, bodyOf(address));
    expect(first.status).toBe(429);
    expect(first.body.retryAfterSeconds).toBeLessThanOrEqual(60);
    await service.advance(first.body.retryAfterSeconds);
    const asked = await owner.post(path, bodyOf(address));
    expect(asked.status).toBe(202);
    await service.settled();
    const mail = (await service.messagesTo(address)).findLast(({ code }) => code !== undefined);
    const token = mail?.link && tokenOf({ link: mail.link });
    const proof = by === 'link' ? { token } : { code: mail?.code, continuation: asked.body.continuation };
    expect((await owner.post(confirm, { ...proof, ...more })).status).toBe(200);
  });
});

it('a sign-up mail that a stranger asked for lets its reader in, and the stranger out', async () => {
  const address = freshAddress();
  const body = { email: address, password: 'of the stranger' };
  const stranger = aClient(service);
  const { token, continuation } = await ask(service, '/signup', address, { client: stranger, body });
  const verified = await aClient(service).post('/verify', { token, newPassword: PASSWORD });
  expect(verified).toMatchObject({ status: 200, body: { user: { email: address } } });
  expect((await stranger.post('/verify/status', { continuation })).body.code).toBe('already_used');
  expect((await stranger.post('/login', body)).status).toBe(401);
});
