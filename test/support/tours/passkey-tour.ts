// The answers of the routes of passkeys.
import type { User } from '#domain/account/user.ts';
import type { Draft } from '#domain/row.ts';
import { PASSKEY_DOMAIN_KEY, userKey } from '#domain/store-keys.ts';
import { bearer } from '../account.ts';
import {
  addPasskey,
  askToAdd,
  createCredential,
  createDevice,
  listPasskeys,
  logInByPasskey,
  PASSKEY_DOMAIN,
  removePasskey,
  useCredential,
} from '../passkeys.ts';
import type { TestService } from '../service.ts';
import { account } from '../sign-up.ts';
import { disable, enable } from '../standing.ts';

/** Of a service with passkeys. */
export const drivePasskeys = async (service: TestService): Promise<void> => {
  await service.post('/login/passkey/options', {});
  await driveStrangers(service);
  await driveAdding(service);
  await driveLimits(service);
  await driveLogIns(service);
};

const driveStrangers = async ({ post, request }: TestService) => {
  const headers = bearer('junk');
  const response = { clientDataJSON: 'AA', attestationObject: 'AA' };
  const credential = { id: 'AA', rawId: 'AA', type: 'public-key', response };
  await request({ method: 'GET', path: '/me/passkeys', headers });
  await post('/me/passkeys/options', {}, { headers });
  await post('/me/passkeys', { credential }, { headers });
  await request({ method: 'PATCH', path: '/me/passkeys', headers, body: { id: 'AA', name: 'a' } });
  await request({ method: 'DELETE', path: '/me/passkeys', headers, body: { id: 'AA' } });
};

const driveAdding = async (service: TestService) => {
  const { post, request } = service;
  const { accessToken } = (await account(service, 'adding@example.com')).body;
  const headers = bearer(accessToken);
  await askToAdd(service, accessToken, {});
  await askToAdd(service, accessToken, { password: 'a wrong password' });
  const credential = await createCredential(service, accessToken, createDevice());
  const add = () => post('/me/passkeys', { credential }, { headers });
  const { id } = (await add()).body.passkey;
  await listPasskeys(service, accessToken);
  await request({ method: 'PATCH', path: '/me/passkeys', headers, body: { id, name: '맥북' } });
  await removePasskey(service, accessToken, id, {});
  await removePasskey(service, accessToken, id, { password: 'a wrong password' });
  await removePasskey(service, accessToken, id);
  await add();
  service.advance(300);
  await add();
};

const driveLimits = async (service: TestService) => {
  const { accessToken, user } = (await account(service, 'limits@example.com')).body;
  const credential = await createCredential(service, accessToken, createDevice());
  const { id } = (await addPasskey(service, accessToken, createDevice())).body.passkey;
  const add = () => service.post('/me/passkeys', { credential }, { headers: bearer(accessToken) });
  const changes = Array.from({ length: 50 }, (_, index) => ({ id: `change ${index}`, at: service.clock.time }));
  await change(service, user.id, (row) => ({ ...row, changes }));
  await askToAdd(service, accessToken);
  await add();
  await removePasskey(service, accessToken, id);
  await change(service, user.id, (row) => ({ ...row, passkeys: Array(10).fill(row.passkeys?.[0]) }));
  await askToAdd(service, accessToken);
  await add();
};

const driveLogIns = async (service: TestService) => {
  const { post } = service;
  const address = 'passkeys@example.com';
  const { accessToken, user } = (await account(service, address)).body;
  const device = createDevice({ increment: 0 });
  await addPasskey(service, accessToken, device);
  const credential = await useCredential(service, device);
  await post('/login/passkey', { credential });
  await post('/login/passkey', { credential });
  await useOtherDomain(service, () => logInByPasskey(service, device));
  await disable(service, address);
  await logInByPasskey(service, device);
  await enable(service, address);
  await change(service, user.id, ({ emailVerifiedAt: _none, ...row }) => row);
  await logInByPasskey(service, device);
  service.advance(300);
  await post('/login/passkey', { credential });
  const wrong = { ...credential, response: { ...credential.response, clientDataJSON: 'AAAA' } };
  for (let count = 0; count <= service.settings.limits.failuresPerClient; count++)
    await post('/login/passkey', { credential: wrong });
};

/** As in a deployment whose configuration names another domain than that of the passkeys. */
const useOtherDomain = async ({ store }: TestService, act: () => Promise<unknown>) => {
  const domain = async (to: string) => {
    const [fixed] = await store.load([PASSKEY_DOMAIN_KEY]);
    if (fixed) await store.swap(PASSKEY_DOMAIN_KEY, fixed, { ...fixed, domain: to });
  };
  await domain('former.example');
  await act();
  await domain(PASSKEY_DOMAIN);
};

const change = async ({ store }: TestService, userId: string, to: (user: User) => Draft<User>) => {
  const [user] = await store.load([userKey(userId)]);
  if (!user) throw new Error('no account');
  await store.swap(userKey(userId), user, to(user));
};
