// The human check on the routes that send messages to anybody: before anything else, for every address alike, and closed if nobody can tell.
import { describe, expect, it } from 'vitest';
import type { HumanCheckSettings } from '#domain/settings.ts';
import { ALWAYS, createPeople, SITE_KEY, WHEN_BOMBED } from '../../support/human.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../../support/trusted-caller.ts';

const store = createTestStore();

const aService = (humanCheck: HumanCheckSettings | undefined = ALWAYS) => {
  const people = createPeople();
  const settings = { ...(humanCheck && { humanCheck }), trustedCallers: [TRUSTED_CALLER] };
  return { people, service: createTestService({ store, settings, humanCheck: people }) };
};

const ROUTES: Readonly<Record<string, readonly [string, (email: string) => object]>> = {
  '/signup': ['signup', (email) => ({ email, password: PASSWORD })],
  '/reset': ['reset', (email) => ({ email })],
  '/login/link': ['login', (email) => ({ email })],
  '/otp': ['otp', (to) => ({ channel: 'email', to })],
};
const PATHS = Object.keys(ROUTES);
const actionOf = (path: string): string => ROUTES[path]?.[0] ?? '';
const bodyOf = (path: string, email = freshAddress()): object => ROUTES[path]?.[1](email) ?? {};

/** The requests to the tables by `work`. */
const operationsOf = async (service: TestService, work: () => Promise<unknown>) => {
  const before = service.operations.length;
  await work();
  return service.operations.slice(before);
};

describe.each(PATHS)('POST %s', (path) => {
  const action = actionOf(path);

  it('asks for the check before it reads or counts anything', async () => {
    const { service } = aService();
    const operations = await operationsOf(service, async () => {
      const { status, body, headers } = await service.post(path, bodyOf(path));
      expect([status, headers['content-type']]).toEqual([403, 'application/problem+json']);
      expect(body).toEqual({
        type: 'urn:latchkey:problem:human_check_required',
        title: expect.stringContaining('humanToken'),
        status: 403,
        code: 'human_check_required',
        reason: 'missing',
        siteKey: SITE_KEY,
        action,
      });
    });
    expect([operations, service.stream]).toEqual([[], []]);
  });

  it('takes a token once, for its own flow', async () => {
    const { service, people } = aService();
    const humanToken = people.solve(action);
    const ask = async (token: string) => {
      const { status, body } = await service.post(path, { ...bodyOf(path), humanToken: token });
      return [status, body.reason];
    };
    expect(await ask(humanToken)).toEqual([202, undefined]);
    expect(await ask(humanToken)).toEqual([403, 'refused']);
    expect(await ask(people.solve('checkout'))).toEqual([403, 'refused']);
    expect(await ask('made up')).toEqual([403, 'refused']);
    expect(await ask('')).toEqual([403, 'missing']);
    expect(people.asked.every((asked) => asked.action === action && !('address' in asked))).toBe(true);
  });

  it('keeps no token in a log line or a row, used or refused', async () => {
    const people = createPeople();
    // In memory, where a test can look at all rows.
    const service = createTestService({ settings: { humanCheck: ALWAYS }, humanCheck: people });
    const tokens = [people.solve(action), 'a made-up token of somebody'];
    for (const humanToken of tokens) await service.post(path, { ...bodyOf(path), humanToken });
    await service.deliver();
    const everything = JSON.stringify([...service.rows.values()]) + service.lines.join('');
    expect(service.rows.size).toBeGreaterThan(0);
    expect(everything).toContain('human_check_asked');
    for (const token of tokens) expect(everything).not.toContain(token);
  });

  it('is closed while nobody can tell', async () => {
    const { service, people } = aService();
    people.isDown = true;
    const operations = await operationsOf(service, async () => {
      const { status, body } = await service.post(path, { ...bodyOf(path), humanToken: people.solve(action) });
      expect([status, body.code, body.reason]).toEqual([403, 'human_check_required', 'unavailable']);
    });
    expect(operations).toEqual([]);
  });

  it('is closed without an adapter, whatever the reason', async () => {
    const service = createTestService({ store, settings: { humanCheck: ALWAYS } });
    const { status, body } = await service.post(path, { ...bodyOf(path), humanToken: 'any' });
    expect([status, body.reason]).toEqual([403, 'unavailable']);
  });

  it('answers the same for an address with an account', async () => {
    const { service } = aService();
    const { service: open } = aService({ ...WHEN_BOMBED });
    const known = freshAddress();
    await account(open, known);
    const answers = await Promise.all(
      [known, freshAddress()].map(async (email) => {
        let text = '';
        const operations = await operationsOf(service, async () => {
          text = (await service.post(path, bodyOf(path, email))).text;
        });
        return { text, operations };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it('needs no second token for a repeat by its key, with the same token or another', async () => {
    const { service, people } = aService();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = bodyOf(path);
    const humanToken = people.solve(action);
    const first = await service.post(path, { ...body, humanToken }, { headers });
    expect(first.status).toBe(202);
    const asked = people.asked.length;
    for (const again of [{ humanToken }, {}, { humanToken: people.solve(action) }]) {
      const repeated = await service.post(path, { ...body, ...again }, { headers });
      expect([repeated.status, repeated.text]).toEqual([202, first.text]);
    }
    expect(people.asked).toHaveLength(asked);
  });

  it('takes the token of a repeat whose first try failed after Cloudflare had seen it', async () => {
    const { service, people } = aService();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = { ...bodyOf(path), humanToken: people.solve(action) };
    service.setFaults((call) => (call === 'store.count' ? 'before' : undefined));
    expect((await service.post(path, body, { headers })).status).toBe(503);
    service.setFaults();
    expect((await service.post(path, body, { headers })).status).toBe(202);
    // The same key with another address is another request.
    const other = await service.post(path, { ...bodyOf(path), humanToken: body.humanToken }, { headers });
    expect([other.status, other.body.reason]).toEqual([403, 'refused']);
  });

  it('asks trusted callers too, except those that the stage names', async () => {
    const headers = { 'x-api-key': CALLER_KEY };
    const { service } = aService();
    expect((await service.post(path, bodyOf(path), { headers })).status).toBe(403);
    const { service: open } = aService({ ...ALWAYS, exempt: ['backend'] });
    expect((await open.post(path, bodyOf(path), { headers })).status).toBe(202);
    expect((await open.post(path, bodyOf(path))).status).toBe(403);
  });

  it('tells the address of the person only where the stage says so', async () => {
    const { service, people } = aService({ ...ALWAYS, sendsAddress: true });
    await service.post(path, { ...bodyOf(path), humanToken: people.solve(action) }, { ip: '203.0.113.77' });
    expect(people.asked.map(({ address }) => address)).toEqual(['203.0.113.77']);
  });

  it('takes a token and looks at none where the stage has no check', async () => {
    const people = createPeople();
    const service = createTestService({ store, humanCheck: people });
    expect((await service.post(path, { ...bodyOf(path), humanToken: 'any' })).status).toBe(202);
    expect(people.asked).toEqual([]);
  });

  it('costs no request to the tables more', async () => {
    const { service, people } = aService();
    const plain = createTestService({ store });
    const own = await operationsOf(plain, () => plain.post(path, bodyOf(path)));
    const humanToken = people.solve(action);
    expect(await operationsOf(service, () => service.post(path, { ...bodyOf(path), humanToken }))).toEqual(own);
  });
});

it('a typing error costs no token', async () => {
  const { service, people } = aService();
  const { status, body } = await service.post('/signup', {
    email: 'nobody',
    password: PASSWORD,
    humanToken: people.solve('signup'),
  });
  expect([status, body.code]).toEqual([400, 'invalid_request']);
  expect(people.asked).toEqual([]);
});

it('a token that is too long is refused as input', async () => {
  const { service } = aService();
  const { status } = await service.post('/reset', { email: freshAddress(), humanToken: 'x'.repeat(2049) });
  expect(status).toBe(400);
});

it('the other routes ask for nothing: who is asked to repeat a mail has passed it', async () => {
  const { service, people } = aService();
  const { body } = await service.post('/signup', {
    email: freshAddress(),
    password: PASSWORD,
    humanToken: people.solve('signup'),
  });
  await service.deliver();
  service.advance(61);
  expect((await service.post('/signup/resend', { continuation: body.continuation })).status).toBe(202);
});
