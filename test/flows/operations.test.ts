// Counts the DynamoDB requests of each flow, by the capacity that the database reports.
import { describe, expect, it } from 'vitest';
import type { SendResult } from '#domain/ports/delivery.ts';
import { disableUser } from '#use-cases/admin/disable-user.ts';
import { enableUser } from '#use-cases/admin/enable-user.ts';
import { batchOf, COUNT, OPERATIONS, type Operations, READ, WRITE } from '../../bin/docs/cost/operations.ts';
import { askLogInLink, bearer, logIn, me, refresh } from '../support/account.ts';
import { MARKETING, yes } from '../support/consents.ts';
import { ALWAYS, createPeople, WHEN_BOMBED } from '../support/human.ts';
import { aMeasuredService } from '../support/measured-service.ts';
import { onLaptop } from '../support/places.ts';
import { freshAddress } from '../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../support/service.ts';
import { sesEvent } from '../support/ses-events.ts';
import { account, beginSignUp, mailTo, PASSWORD, pendingSignUp } from '../support/sign-up.ts';
import { addForeign } from '../support/standing.ts';

const BATCH = batchOf(4);

describe('DynamoDB is asked for', () => {
  // The counts are of the client and of the mailbox.
  it('2 counts, 1 read and 1 write by a sign-up, whether or not it is the first', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    expect(await measure(() => beginSignUp(service, address))).toEqual(OPERATIONS.signUp.database);
    service.advance(61);
    expect(await measure(() => beginSignUp(service, address))).toEqual(OPERATIONS.signUp.database);
  });

  it('the same by a sign-up of a stage that always asks for a person, and nothing by one that brings no token', async () => {
    const people = createPeople();
    const { service, measure } = aMeasuredService({ settings: { humanCheck: ALWAYS }, humanCheck: people });
    const body = { email: freshAddress(), password: PASSWORD };
    expect(await measure(() => service.post('/signup', body))).toEqual([]);
    const humanToken = people.solve('signup');
    const asked = await measure(() => service.post('/signup', { ...body, humanToken }));
    expect(asked).toEqual(OPERATIONS.signUp.database);
  });

  it('1 read of two counters more by each request for a message where the check waits for a flood, and 1 count by a sign-up and a verification', async () => {
    const { service, measure } = aMeasuredService({
      settings: { humanCheck: WHEN_BOMBED },
      humanCheck: createPeople(),
    });
    const address = freshAddress();
    const counters = 'BatchGetItem 2';
    const signUp = await measure(() => beginSignUp(service, address));
    expect(signUp).toEqual([counters, ...OPERATIONS.signUp.database, COUNT]);
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    const verified = await measure(() => service.post('/verify', { token, continuation }));
    expect(verified.toSorted()).toEqual([...OPERATIONS.verifyByLink.database, COUNT].toSorted());
    const reset = await measure(() => service.post('/reset', { email: freshAddress() }));
    const { service: plain, measure: measurePlain } = aMeasuredService();
    expect(reset).toEqual([counters, ...(await measurePlain(() => plain.post('/reset', { email: freshAddress() })))]);
  });

  // Every answer with an account reads whether mail to it is stopped. Beside the session's write or the signature it takes no time.
  it('3 reads and 4 writes by a verification with link and continuation', async () => {
    const { service, measure } = aMeasuredService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    const asked = await measure(() => service.post('/verify', { token, continuation }));
    expect(asked.toSorted()).toEqual(OPERATIONS.verifyByLink.database.toSorted());
  });

  // A code from the network that asked for it is bounded by its own row.
  it('3 reads and 5 writes by a verification with a code, and 2 counts from another network', async () => {
    const { service, measure } = aMeasuredService();
    const { code, continuation } = await pendingSignUp(service, freshAddress());
    const asked = await measure(() => service.post('/verify', { code, continuation }));
    const expected = ['BatchGetItem 2', READ, READ, WRITE, WRITE, WRITE, WRITE, WRITE];
    expect(asked.toSorted()).toEqual(expected.toSorted());
    const other = await pendingSignUp(service, freshAddress());
    const proof = { code: other.code, continuation: other.continuation };
    const fromElsewhere = await measure(() => service.post('/verify', proof, { ip: `${freshNetwork()}.9` }));
    expect(fromElsewhere.toSorted()).toEqual([...expected, COUNT, COUNT].toSorted());
  });

  it('nothing by a resend with a junk continuation, 1 count and 1 read if nothing is live, and 1 more count and write if it is', async () => {
    const { service, measure } = aMeasuredService();
    const { continuation } = await pendingSignUp(service, freshAddress());
    service.advance(61);
    const resend = (body: object) => measure(() => service.post('/signup/resend', body));
    expect(await resend({ continuation: 'junk' })).toEqual([]);
    expect(await resend({ continuation })).toEqual([COUNT, READ, COUNT, WRITE]);
    await service.post('/verify', { token: service.mails.at(-1)?.token, continuation });
    service.advance(61);
    expect(await resend({ continuation })).toEqual([COUNT, READ]);
  });

  it('3 reads, a batch of 9, 4 counts and 1 write by the courier for a first mail: it writes the outcome without loading the row again', async () => {
    const { service, measure } = aMeasuredService();
    // The very first mail also loads the quota of the account.
    await pendingSignUp(service, freshAddress());
    await beginSignUp(service, freshAddress());
    const asked = await measure(() => service.courier({ Records: service.stream.splice(0) }));
    expect(asked).toEqual(OPERATIONS.firstMail.database);
  });

  it('1 more write if the domain of a mail defers it; 1 more read before each retry, which is all while its pace lasts; 1 write before and after the retry that goes first', async () => {
    let answer: SendResult = { ok: false, permanent: false, reason: 'recipient_deferred' };
    const { service, measure } = aMeasuredService({ transport: { send: async () => answer } });
    const domain = `${freshAddress().replace('@', '-')}`;
    // The very first mail also loads the quota of the account.
    await pendingSignUp(service, freshAddress()).catch(() => undefined);
    service.queue.splice(0);
    await beginSignUp(service, `one@${domain}`);
    const { database } = OPERATIONS.firstMail;
    const [slot, sent] = [database.slice(0, 5), database.slice(5, 8)];
    expect(sent).toEqual([COUNT, COUNT, COUNT]);
    const first = await measure(() => service.courier({ Records: service.stream.splice(0) }));
    expect(first).toEqual([...slot, WRITE, WRITE]);
    const held = await measure(() => service.deliverQueued());
    expect(held).toEqual([READ, READ, READ, READ, WRITE]);
    service.advance(15);
    const deferred = await measure(() => service.deliverQueued());
    expect(deferred).toEqual([READ, READ, READ, READ, WRITE, ...slot.slice(3), WRITE, WRITE]);
    answer = { ok: true, messageId: 'message-1' };
    service.advance(30);
    const went = await measure(() => service.deliverQueued());
    expect(went).toEqual([READ, READ, READ, READ, WRITE, ...slot.slice(3), WRITE, ...sent, WRITE]);
  });

  it('1 more read and write if the row changed while its mail was sent, and the outcome is not lost', async () => {
    let onSend = async (): Promise<unknown> => undefined;
    const send = async (): Promise<SendResult> => {
      await onSend();
      return { ok: true, messageId: 'message-1' };
    };
    const { service, measure } = aMeasuredService({ transport: { send } });
    const { address, continuation } = await beginSignUp(service, freshAddress());
    onSend = () => service.post('/verify', { code: '000000', continuation });
    const asked = await measure(() => service.courier({ Records: service.stream.splice(0) }));
    // A lost swap consumes no units.
    expect(asked.slice(-3)).toEqual([COUNT, READ, WRITE]);
    expect(await service.loadChallenge(address)).toMatchObject({
      failures: 1,
      delivery: { status: 'sent', messageId: 'message-1' },
    });
  });

  it('1 read by a poll of a pending sign-up', async () => {
    const { service, measure } = aMeasuredService();
    const { continuation } = await pendingSignUp(service, freshAddress());
    expect(await measure(() => service.post('/verify/status', { continuation }))).toEqual(OPERATIONS.poll.database);
  });

  it('nothing by a junk link, a junk continuation, or a page', async () => {
    const { service, measure } = aMeasuredService();
    const asked = await measure(async () => {
      await service.post('/verify', { token: 'junk', password: PASSWORD });
      await service.post('/verify', { code: '123456', continuation: 'junk' });
      await service.post('/links/inspect', { token: 'junk' });
      await service.request({ method: 'GET', path: '/verify?token=junk' });
      await service.request({ method: 'HEAD', path: '/verify?token=junk' });
    });
    expect.soft(asked).toEqual([]);
  });

  it('nothing by the question what a link is for', async () => {
    const { service, measure } = aMeasuredService();
    const { token } = await pendingSignUp(service, freshAddress());
    expect(await measure(() => service.post('/links/inspect', { token }))).toEqual(OPERATIONS.inspectLink.database);
  });

  it('1 count by a sign-up that is over the limit of its client', async () => {
    const { service, measure } = aMeasuredService();
    for (let count = 0; count < 10; count++) await beginSignUp(service, freshAddress());
    const refused = () => service.post('/signup', { email: freshAddress(), password: PASSWORD });
    expect(await measure(refused)).toEqual([COUNT]);
  });

  // The query looks for sessions that are too many. It runs beside the writes.
  it('1 batch read, 1 read, 1 query and 3 writes by a log-in, and 2 counts from a network that is new to the address', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    await account(service, address);
    const asked = await measure(() => logIn(service, address));
    expect(asked.slice(0, 4)).toEqual([BATCH, COUNT, WRITE, READ]);
    expect(asked.slice(4).toSorted()).toEqual([WRITE, WRITE, COUNT, 'Query 0'].toSorted());
    const again = await measure(() => logIn(service, address));
    expect(again.slice(0, 3)).toEqual(OPERATIONS.logIn.database.slice(0, 3));
    expect(again.slice(3).toSorted()).toEqual(OPERATIONS.logIn.database.slice(3).toSorted());
  });

  it('1 write more, before all others of its result, by a log-in from a device and network that are both new', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    await account(service, address);
    const place = onLaptop();
    const enter = () => measure(() => service.post('/login', { email: address, password: PASSWORD }, place));
    const first = await enter();
    expect(first.slice(0, 5)).toEqual([BATCH, COUNT, WRITE, READ, WRITE]);
    expect(first.slice(5).toSorted()).toEqual([WRITE, WRITE, COUNT, 'Query 0'].toSorted());
    const again = await enter();
    expect(again.slice(0, 3)).toEqual([BATCH, WRITE, READ]);
    expect(again.slice(3).toSorted()).toEqual([WRITE, WRITE, 'Query 0'].toSorted());
  });

  it('1 batch read, 1 read, 1 count and 1 write by a log-in that is refused, with and without an account', async () => {
    const { service, measure } = aMeasuredService();
    const known = freshAddress();
    await account(service, known);
    for (const address of [known, freshAddress()]) {
      expect(await measure(() => logIn(service, address, 'wrong'))).toEqual([BATCH, COUNT, WRITE, READ]);
    }
  });

  it('only 1 batch read by a log-in that has to wait', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    for (let wrong = 0; wrong < 5; wrong++) await logIn(service, address);
    expect(await measure(() => logIn(service, address))).toEqual([BATCH]);
  });

  it('5 reads, 1 query and 3 writes by a log-in link: its network is known from then on', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    await account(service, address);
    const { token } = await askLogInLink(service, address);
    const asked = await measure(() => service.post('/login/link/confirm', { token }));
    expect(asked.toSorted()).toEqual([READ, READ, READ, READ, READ, WRITE, WRITE, WRITE, 'Query 0'].toSorted());
  });

  it('1 write more by a log-in link that is used on a device and in a network that are both new', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    await account(service, address);
    const { token } = await askLogInLink(service, address);
    const asked = await measure(() => service.post('/login/link/confirm', { token }, onLaptop()));
    expect(asked.toSorted()).toEqual([READ, READ, READ, READ, READ, WRITE, WRITE, WRITE, WRITE, 'Query 0'].toSorted());
  });

  it('1 write more by the first log-in link of an account that no sign-up created: it proves the address', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    await addForeign(service, address);
    service.advance(1);
    const { token } = await askLogInLink(service, address);
    const asked = await measure(() => service.post('/login/link/confirm', { token }));
    expect(asked.toSorted()).toEqual([READ, READ, READ, READ, READ, WRITE, WRITE, WRITE, WRITE, 'Query 0'].toSorted());
  });

  it('1 read and 1 write by disabling an account, and a batch and a second one more by enabling it', async () => {
    const { service, measure } = aMeasuredService();
    const { body } = await account(service, freshAddress());
    const { id } = body.user;
    expect(await measure(() => disableUser(service.dependencies, id, 'act'))).toEqual([READ, WRITE]);
    expect(await measure(() => enableUser(service.dependencies, id, 'act'))).toEqual([READ, WRITE, 'BatchGetItem 2']);
  });

  it('3 reads and 1 write by a refresh, none of them to the index, and 3 reads by its repetition', async () => {
    const { service, measure, index } = aMeasuredService();
    const { body } = await account(service, freshAddress());
    expect(await measure(() => refresh(service, body.refreshToken))).toEqual(OPERATIONS.refresh.database);
    expect(index.units).toBe(0);
    expect(await measure(() => refresh(service, body.refreshToken))).toEqual([READ, READ, READ]);
  });

  it('1 batch read by a request with an access token, and 1 more read for the account, because only its row names the address', async () => {
    const { service, measure } = aMeasuredService();
    const { body } = await account(service, freshAddress());
    expect(await measure(() => me(service, body.accessToken))).toEqual(OPERATIONS.me.database);
  });

  it('1 batch read and 1 write by a change of consents, and no write by its repetition', async () => {
    const { service, measure } = aMeasuredService({ settings: { consents: [MARKETING] } });
    const { body } = await account(service, freshAddress());
    const headers = bearer(body.accessToken);
    const agree = () =>
      service.request({ method: 'PUT', path: '/me/consents', headers, body: { consents: [yes(MARKETING)] } });
    expect(await measure(agree)).toEqual(['BatchGetItem 2', WRITE]);
    expect(await measure(agree)).toEqual(['BatchGetItem 2']);
    const read = () => service.request({ method: 'GET', path: '/me/consents', headers });
    expect(await measure(read)).toEqual(['BatchGetItem 2']);
  });

  it('2 batches and 1 query by a list of sessions; the rows of the others are read eventually consistent', async () => {
    const { service, measure, index } = aMeasuredService();
    const address = freshAddress();
    const { body } = await account(service, address);
    for (let count = 0; count < 2; count++) await logIn(service, address);
    const list = () => service.request({ method: 'GET', path: '/me/sessions', headers: bearer(body.accessToken) });
    expect(await measure(list)).toEqual(['BatchGetItem 2', 'Query 0', 'BatchGetItem 2']);
    expect(index.units).toBeLessThan(1);
  });

  it('2 reads and 1 write by a log-out', async () => {
    const { service, measure } = aMeasuredService();
    const { body } = await account(service, freshAddress());
    const logOut = () => service.post('/logout', { refreshToken: body.refreshToken });
    expect(await measure(logOut)).toEqual([READ, READ, 'DeleteItem 1']);
  });

  it('nothing by a junk log-in link, refresh token or access token', async () => {
    const { service, measure } = aMeasuredService();
    const asked = await measure(async () => {
      await service.post('/login/link/confirm', { token: 'junk' });
      await service.post('/login/link/confirm', { code: '12345678', continuation: 'junk' });
      for (const path of ['/token/refresh', '/logout', '/logout/all'])
        await service.post(path, { refreshToken: 'junk' });
      await refresh(service, '01KE5VYW8EABCDEFGHJKMNPQRS.1.tooshort');
      await service.request({ method: 'DELETE', path: '/me/sessions', headers: bearer('junk'), body: {} });
    });
    expect.soft(asked).toEqual([]);
  });
});

describe('besides the database', () => {
  type Flow = keyof typeof OPERATIONS;

  /** Each flow of the price table: what comes before it, and the flow itself. */
  const prepare: Readonly<Record<Flow, (service: TestService) => Promise<() => Promise<unknown>>>> = {
    signUp: async (service) => () => beginSignUp(service, freshAddress()),
    firstMail: async (service) => {
      await beginSignUp(service, freshAddress());
      return () => service.courier({ Records: service.stream.splice(0) });
    },
    delivered: async (service) => {
      const { address } = await pendingSignUp(service, freshAddress());
      const event = sesEvent('delivered', await mailTo(service, address));
      return () => service.feedback(event);
    },
    poll: async (service) => {
      const { continuation } = await pendingSignUp(service, freshAddress());
      return () => service.post('/verify/status', { continuation });
    },
    inspectLink: async (service) => {
      const { token } = await pendingSignUp(service, freshAddress());
      return () => service.post('/links/inspect', { token });
    },
    verifyByLink: async (service) => {
      const { token, continuation } = await pendingSignUp(service, freshAddress());
      return () => service.post('/verify', { token, continuation });
    },
    logIn: async (service) => {
      const address = freshAddress();
      await account(service, address);
      return () => logIn(service, address);
    },
    refresh: async (service) => {
      const { body } = await account(service, freshAddress());
      return () => refresh(service, body.refreshToken);
    },
    me: async (service) => {
      const { body } = await account(service, freshAddress());
      return () => me(service, body.accessToken);
    },
  };

  it.each(Object.entries<Operations>(OPERATIONS))(
    '%s signs as often as the price table says, and logs no more',
    async (name, { signatures = 0, logBytes }) => {
      const service = createTestService();
      const flow = await prepare[name as Flow](service);
      let signed = 0;
      service.setFaults((call) => {
        if (call === 'signer.sign') signed++;
        return undefined;
      });
      service.lines.splice(0);
      await flow();
      const written = Buffer.byteLength(service.lines.join(''));
      expect(signed).toBe(signatures);
      expect(written).toBeLessThanOrEqual(logBytes);
      expect(written).toBeGreaterThan(logBytes / 2);
    },
  );

  it('1 read and 1 write by the event that a mail arrived', async () => {
    const { service, measure } = aMeasuredService();
    const { address } = await pendingSignUp(service, freshAddress());
    const event = sesEvent('delivered', await mailTo(service, address));
    expect(await measure(() => service.feedback(event))).toEqual(OPERATIONS.delivered.database);
  });
});
