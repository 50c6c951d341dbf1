// Neither the answers nor the work of passkeys and of the second step reveal an account to somebody who proved nothing. The password
// before it is compared in `test/flows/anti-enumeration.test.ts`.
import { describe, expect, it } from 'vitest';
import { handleOf } from '#domain/factors/credential.ts';
import { flipped } from '../../support/authenticator.ts';
import { addPasskey, createDevice, PASSKEY_DOMAIN, useCredential } from '../../support/passkeys.ts';
import { freshAddress } from '../../support/real-store.ts';
import { enrolledAccount, finish, SECOND_FACTOR, ticketFor } from '../../support/second-factor.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const NOBODYS_ID = '01JCZ6T8H2W5E7R9Y1P3D4F6GK';

const aService = () =>
  createTestService({ store: createTestStore(), settings: { ...SECOND_FACTOR, passkeyDomain: PASSKEY_DOMAIN } });

/** What a request is answered, without the request's own id, and what it takes: requests to the database, and signatures. */
const workOf = async (service: TestService, work: () => ReturnType<TestService['post']>) => {
  const { passkeys } = service.dependencies;
  const compared: string[] = [];
  service.dependencies.passkeys = {
    ...passkeys,
    verifyUse: (credential, passkey, expected) => {
      compared.push(typeof passkey.publicKey);
      return passkeys.verifyUse(credential, passkey, expected);
    },
  };
  service.operations.splice(0);
  const { status, body } = await work();
  service.dependencies.passkeys = passkeys;
  const { requestId: _id, instance: _instance, ...said } = body;
  return { status, said, compared, operations: [...service.operations] };
};

describe('a log-in with a passkey', () => {
  it('takes one signature and the same reads with a wrong signature, a passkey of nobody and an account of nobody', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    const device = createDevice();
    await addPasskey(service, body.accessToken, device);
    const real = await useCredential(service, device);
    const tried = (change: object, response: object = {}) =>
      workOf(service, () =>
        service.post('/login/passkey', {
          credential: { ...real, ...change, response: { ...real.response, ...response } },
        }),
      );
    const wrong = await tried({}, { signature: flipped(real.response.signature) });
    expect(wrong).toMatchObject({ status: 401, compared: ['string'] });
    expect(await tried({ id: flipped(real.id), rawId: flipped(real.id) })).toEqual(wrong);
    expect(await tried({}, { userHandle: handleOf(NOBODYS_ID) })).toEqual(wrong);
    expect((await service.post('/login/passkey', { credential: real })).status).toBe(200);
  });
});

describe('the second step of a log-in', () => {
  it('reads nothing and answers alike for a forged ticket, whosever it names', async () => {
    const service = aService();
    const address = freshAddress();
    await enrolledAccount(service, address);
    const ticket = await ticketFor(service, address);
    // The MAC ends it.
    const forged = `${ticket.slice(0, -8)}AAAAAAAA`;
    const tried = (text: string) => workOf(service, () => finish(service, text, { code: '123456' }));
    const refused = await tried(forged);
    expect(refused).toMatchObject({ status: 401, said: { code: 'session_ended' }, operations: [] });
    expect(await tried('junk')).toEqual(refused);
  });
});
