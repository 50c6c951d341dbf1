// A person uses everything and is deleted. What is still held of her afterwards is what docs/personal-data.md lists, and nothing else.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DAY_MILLISECONDS } from '#domain/window.ts';
import { bearer, logIn, refresh } from '../../support/account.ts';
import { asAdmin } from '../../support/admin.ts';
import { moveTo, type Owner, undoEmailChange } from '../../support/email-change.ts';
import { aPerson, CLIENTS, SPA, tokensFor } from '../../support/oauth.ts';
import { askByMail, freshPhone, textTo } from '../../support/one-time-code.ts';
import { addPasskey, createDevice, logInByPasskey, PASSKEY_DOMAIN, removePasskey } from '../../support/passkeys.ts';
import { onLaptop } from '../../support/places.ts';
import { freshAddress } from '../../support/real-store.ts';
import { appCode, enrol, nextStep, SECOND_FACTOR, wrongAppCode } from '../../support/second-factor.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';

const NAME = '홍보라미';
const ADMIN_REASON = 'asked for by mail';
const DAY = DAY_MILLISECONDS / 1000;

const AFTER_GRACE = 'by herself, after she kept the account once';
const theService = (by = '') =>
  createTestService({
    settings: {
      ...{ purgeAfterMonths: 12, clients: CLIENTS, passkeyDomain: PASSKEY_DOMAIN, ...SECOND_FACTOR },
      ...(by === AFTER_GRACE && { deletionGraceDays: 14 }),
    },
  });

interface Her {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly phone: string;
  readonly owner: Owner;
}

/** A passkey that stays, one that goes, and the second factor on and off again. Returns the tokens that it ends with. */
const useFactors = async (service: TestService, { accessToken, refreshToken }: Omit<Owner, 'address' | 'id'>) => {
  const device = createDevice();
  await addPasskey(service, accessToken, device, NAME);
  expect(await logInByPasskey(service, device)).toMatchObject({ status: 200 });
  const { id } = (await addPasskey(service, accessToken, createDevice())).body.passkey;
  expect(await removePasskey(service, accessToken, id)).toMatchObject({ status: 200 });
  const enrolled = await enrol(service, { accessToken, refreshToken });
  const headers = bearer(enrolled.accessToken);
  const turnOff = (code: string) =>
    service.request({ method: 'DELETE', path: '/me/second-factor', headers, body: { password: PASSWORD, code } });
  expect(await turnOff(wrongAppCode(service, enrolled.secret))).toMatchObject({ status: 401 });
  nextStep(service);
  expect(await turnOff(appCode(service, enrolled.secret))).toMatchObject({ status: 200 });
  await service.deliver();
  return enrolled;
};

/** Everything that leaves a trace. */
const useEverything = async (service: TestService): Promise<Her> => {
  const address = freshAddress();
  const pending = await pendingSignUp(service, address);
  await service.post('/verify', { code: '000000', continuation: pending.continuation });
  const verified = await service.post('/verify', { token: pending.token, continuation: pending.continuation });
  const { user, accessToken, refreshToken } = verified.body;
  const owner: Owner = { address, id: user.id, accessToken, refreshToken } as Owner;
  const headers = bearer(accessToken);
  await service.request({ method: 'PATCH', path: '/me', body: { profile: { nickname: NAME } }, headers });
  await logIn(service, address, 'a wrong password');
  await service.post('/login', { email: address, password: PASSWORD }, onLaptop());
  await service.post('/login/link', { email: address });
  const phone = freshPhone();
  const asked = await service.request({
    method: 'POST',
    path: '/me/phone',
    body: { phone: phone.typed, password: PASSWORD },
    headers,
  });
  const { code } = await textTo(service, phone.e164);
  const { continuation } = asked.body;
  await service.request({ method: 'POST', path: '/me/phone/confirm', body: { code, continuation }, headers });
  await askByMail(service, address);
  await tokensFor(service, await aPerson(service, freshAddress()), SPA);
  service.advance(61);
  const moved = await moveTo(service, owner);
  await undoEmailChange(service, moved.undoToken);
  service.advance(61);
  for (const [path, body] of [
    ['/admin/users/show', { userId: owner.id }],
    ['/admin/users/set-metadata', { userId: owner.id, metadata: { nickname: NAME }, reason: ADMIN_REASON }],
    ['/admin/users/export', { userId: owner.id, reason: ADMIN_REASON }],
  ] as const)
    expect(await asAdmin(service, path, body)).toMatchObject({ status: 200 });
  await service.deliver();
  // Of the address that the account left: a mail to the other one has to arrive.
  const index = service.mails.findLastIndex(({ to }) => to === moved.address);
  const { tags } = service.mails[index] ?? {};
  if (!tags) throw new Error('no mail');
  const bounced = { to: moved.address, tags, messageId: `message-${index + 1}` };
  await service.feedback(sesEvent('bouncedForGood', bounced, service.clock.now()));
  await service.post('/reset', { email: address });
  await service.deliver();
  const reset = service.mails.findLast((mail) => mail.to === address && mail.tags.purpose === 'reset');
  const again = await service.post('/reset/confirm', { token: reset?.token, password: PASSWORD });
  expect(again.status).toBe(200);
  const { accessToken: newest } = await useFactors(service, again.body);
  const newer = { ...owner, ...again.body, accessToken: newest };
  return { id: owner.id, addresses: [address, moved.address], phone: phone.e164, owner: newer };
};

const DELETIONS: Readonly<Record<string, (service: TestService, her: Her) => Promise<unknown>>> = {
  'by herself': (service, { owner }) =>
    service.request({
      method: 'DELETE',
      path: '/me',
      body: { password: PASSWORD },
      headers: bearer(owner.accessToken),
    }),
  [AFTER_GRACE]: async (service, { owner, id }) => {
    let { accessToken } = owner;
    for (let round = 0; round < 2; round++) {
      const headers = bearer(accessToken);
      await service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
      await service.deliver();
      if (round === 0) ({ accessToken } = (await logIn(service, owner.address)).body);
    }
    service.advance(14 * DAY);
    await service.purge();
    expect([...service.rows.keys()].filter((name) => name.includes(`user#${id}`))).toEqual([]);
  },
  'by an administrator': (service, { id }) =>
    asAdmin(service, '/admin/users/delete', { userId: id, reason: ADMIN_REASON }),
  'by the purge': async (service) => {
    await service.purge();
    for (let days = 0; days < 366 + 40; days += 10) {
      service.advance(10 * DAY);
      await service.purge();
      await service.deliver();
    }
  },
};

const document = (file: string) => readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');

/** The rows of the table under the mark `erased`: the beginning of their keys. */
const listedIn = (file: string): readonly string[] => {
  const part = document(file).split('<!-- erased -->')[1]?.split('<!-- end -->')[0] ?? '';
  return [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, key = '']) => key).toSorted();
};

/** What is held of her: the kinds of rows that have her addresses, her number or her id in any attribute. */
const remainsOf = ({ rows }: TestService, { id, addresses, phone }: Her): readonly string[] => {
  const traces = [...addresses, phone, phone.replace('+82', '0'), id, NAME];
  const found = [...rows].filter(([name, row]) =>
    traces.some((trace) => `${name} ${JSON.stringify(row)}`.includes(trace)),
  );
  return [...new Set(found.map(([name]) => kindOf(name)))].toSorted();
};

const kindOf = (name: string): string => {
  const [table = '', pk = ''] = name.split(' ');
  if (table === 'sessions') return 'sessions';
  return /^(?:notice#\w+#|\w+#)/.exec(pk)?.[0] ?? pk;
};

describe('after a deletion', () => {
  it.each(Object.entries(DELETIONS))('%s, only what the document lists is held', async (by, erase) => {
    const service = theService(by);
    const her = await useEverything(service);
    expect(remainsOf(service, her)).toContain('user#');
    await erase(service, her);
    await service.deliver();
    await service.tellAll();
    const remains = remainsOf(service, her);
    expect(remains.filter((kind) => !listedIn('personal-data.md').includes(kind))).toEqual([]);
    for (const [name, row] of service.rows) {
      if (name.startsWith('audit ')) expect(JSON.stringify(row)).not.toMatch(new RegExp(`@|${NAME}|argon2`));
      if (JSON.stringify(row).includes('argon2')) expect(JSON.stringify(row)).not.toContain(her.id);
    }
    const told = JSON.stringify(service.sent);
    const logged = service.lines.join('\n');
    for (const trace of [...her.addresses, her.phone, NAME]) {
      expect(told).not.toContain(trace);
      expect(logged).not.toContain(trace);
    }
    const types = service.sent.filter(({ userId }) => userId === her.id).map(({ type }) => type);
    expect(types).toContain('user.deleted');
    expect(await refresh(service, her.owner.refreshToken)).toMatchObject({ status: 401 });
    expect(await account(service, her.addresses[0] ?? '')).toMatchObject({ status: 200 });
  });

  it('by the purge and after a grace, all that the document lists is there, so that it lists no more than that', async () => {
    const remains = new Set<string>();
    for (const by of ['by the purge', AFTER_GRACE]) {
      const service = theService(by);
      const her = await useEverything(service);
      await DELETIONS[by]?.(service, her);
      await service.tellAll();
      for (const kind of remainsOf(service, her)) remains.add(kind);
    }
    expect([...remains].toSorted()).toEqual(listedIn('personal-data.md'));
  });

  it('the document is the same in Korean', () => {
    expect(listedIn('personal-data.ko.md')).toEqual(listedIn('personal-data.md'));
  });

  it('everything but the audit rows is past its end half a year later', async () => {
    const service = theService();
    const her = await useEverything(service);
    await DELETIONS['by herself']?.(service, her);
    await service.tellAll();
    const later = (service.clock.now() + 181 * DAY_MILLISECONDS) / 1000;
    const traces = [...her.addresses, her.phone, her.id];
    const left = [...service.rows].filter(
      ([name, row]) =>
        traces.some((trace) => `${name} ${JSON.stringify(row)}`.includes(trace)) && !(Number(row['ttl']) < later),
    );
    expect([...new Set(left.map(([name]) => kindOf(name)))]).toEqual(['audit#']);
  });
});
