// The domain of passkeys is fixed by the first one. Under another name nothing is added, used or lost.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import type { Settings } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import { PASSKEY_DOMAIN_KEY } from '#domain/store-keys.ts';
import { bearer } from '../support/account.ts';
import { createAuthenticator } from '../support/authenticator.ts';
import { createTestService, type TestService } from '../support/service.ts';
import { account, PASSWORD } from '../support/sign-up.ts';

const ORIGIN = 'https://auth.shop.example';
const PARENT = 'shop.example';
const ALONE = 'auth.shop.example';

const deploy = (store: Store, passkeyDomain: string | undefined, more: Partial<Settings> = {}): TestService =>
  createTestService({
    store,
    settings: { issuer: ORIGIN, audience: ORIGIN, ...(passkeyDomain !== undefined && { passkeyDomain }), ...more },
  });

const askToAdd = (service: TestService, accessToken: string) =>
  service.post('/me/passkeys/options', { password: PASSWORD }, { headers: bearer(accessToken) });
const logInOptions = async (service: TestService) => (await service.post('/login/passkey/options', {})).body.options;
const outcomeOf = ({ status, body }: { readonly status: number; readonly body: { readonly code?: string } }) => [
  status,
  body.code,
];
const OFF = [404, 'not_found'];

/** An owner with a passkey for the parent domain. */
const aDeployment = async () => {
  const store = createMemoryStore();
  const service = deploy(store, PARENT);
  const device = createAuthenticator({ origin: ORIGIN });
  const { body: session } = await account(service, 'minji@example.com');
  const { body } = await askToAdd(service, session.accessToken);
  const credential = device.create(body.options);
  const added = await service.post('/me/passkeys', { credential }, { headers: bearer(session.accessToken) });
  if (added.status !== 200) throw new Error(`the passkey was answered ${added.status} ${added.text}`);
  const logIn = async (asked: TestService, by: TestService = asked) =>
    by.post('/login/passkey', { credential: device.get(await logInOptions(asked)) });
  return { store, service, device, session, logIn };
};

const fixedIn = async (store: Store) => (await store.load([PASSKEY_DOMAIN_KEY]))[0]?.domain;

describe('the domain of passkeys', () => {
  it('is free until somebody adds the first passkey', async () => {
    const store = createMemoryStore();
    const service = deploy(store, ALONE);
    const { body: session } = await account(service, 'minji@example.com');
    expect((await askToAdd(service, session.accessToken)).status).toBe(200);
    expect(await fixedIn(store)).toBeUndefined();
    const other = deploy(store, PARENT);
    expect((await askToAdd(other, session.accessToken)).body.options.rp.id).toBe(PARENT);
  });

  it('is fixed by the first passkey', async () => {
    const { store, service, logIn } = await aDeployment();
    expect(await fixedIn(store)).toBe(PARENT);
    expect((await logIn(service)).status).toBe(200);
  });

  it('that was changed lets nobody add a passkey or log in with one, and says so in the log', async () => {
    const { store, service, session, logIn } = await aDeployment();
    const changed = deploy(store, ALONE);
    expect(outcomeOf(await askToAdd(changed, session.accessToken))).toEqual(OFF);
    // A browser with an old page still has options for the former name.
    expect(outcomeOf(await logIn(service, changed))).toEqual(OFF);
    const lines = changed.lines
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === 'passkey_domain_differs');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ level: 'error', fixed: PARENT, configured: ALONE });
    expect(changed.lines.some((line) => line.includes('unexpected_error'))).toBe(false);
    expect(await fixedIn(store)).toBe(PARENT);
  });

  it('that was changed adds none that was begun before, whichever name the browser took', async () => {
    const { store, service, session } = await aDeployment();
    const changed = deploy(store, ALONE);
    const addFor = async (id: string) => {
      const { options } = (await askToAdd(service, session.accessToken)).body;
      const credential = createAuthenticator({ origin: ORIGIN }).create({ ...options, rp: { ...options.rp, id } });
      return changed.post('/me/passkeys', { credential }, { headers: bearer(session.accessToken) });
    };
    expect(outcomeOf(await addFor(PARENT))).toEqual([400, 'invalid_request']);
    expect(outcomeOf(await addFor(ALONE))).toEqual(OFF);
  });

  it('that was changed leaves all other ways to log in, and the list', async () => {
    const { store, session } = await aDeployment();
    const changed = deploy(store, ALONE);
    expect((await changed.post('/login', { email: 'minji@example.com', password: PASSWORD })).status).toBe(200);
    const list = await changed.request({ method: 'GET', path: '/me/passkeys', headers: bearer(session.accessToken) });
    expect([list.status, list.body.passkeys.length]).toEqual([200, 1]);
  });

  it.each([ALONE, undefined])('that was %s for a while loses nothing once it is back', async (meanwhile) => {
    const { store, session, logIn } = await aDeployment();
    const changed = deploy(store, meanwhile);
    expect(outcomeOf(await askToAdd(changed, session.accessToken))).toEqual(OFF);
    const back = deploy(store, PARENT);
    expect((await logIn(back)).status).toBe(200);
    const { body } = await askToAdd(back, session.accessToken);
    expect(body.options.excludeCredentials).toHaveLength(1);
  });

  it('is one, also when two functions with two names store the first passkeys at once', async () => {
    const store = createMemoryStore();
    const services = [deploy(store, PARENT), deploy(store, ALONE)];
    const adds = services.map(async (service, index) => {
      const { body: session } = await account(service, `person-${index}@example.com`);
      const headers = bearer(session.accessToken);
      const { body } = await askToAdd(service, session.accessToken);
      const credential = createAuthenticator({ origin: ORIGIN }).create(body.options);
      return () => service.post('/me/passkeys', { credential }, { headers });
    });
    const ready = await Promise.all(adds);
    const statuses = (await Promise.all(ready.map((add) => add()))).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, 404]);
  });
});
