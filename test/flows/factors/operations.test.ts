// Counts the DynamoDB requests of passkeys and of the second factor, as `test/flows/operations.test.ts` does those of other flows.
import { describe, expect, it } from 'vitest';
import { batchOf, COUNT, READ, WRITE } from '../../../bin/docs/cost/operations.ts';
import { bearer, logIn } from '../../support/account.ts';
import { aMeasuredService } from '../../support/measured-service.ts';
import {
  addPasskey,
  createCredential,
  createDevice,
  logInByPasskey,
  PASSKEY_DOMAIN,
  useCredential,
} from '../../support/passkeys.ts';
import { freshAddress } from '../../support/real-store.ts';
import {
  appCode,
  enrolledAccount,
  finish,
  logInByApp,
  nextStep,
  SECOND_FACTOR,
  ticketFor,
  wrongAppCode,
} from '../../support/second-factor.ts';
import { account } from '../../support/sign-up.ts';

describe('DynamoDB is asked for', () => {
  it('nothing by the options of a log-in with a passkey; 2 counts, 1 batch read, 2 reads, 1 query and 4 writes by the log-in', async () => {
    const { service, measure } = aMeasuredService({ settings: { passkeyDomain: PASSKEY_DOMAIN } });
    const { body } = await account(service, freshAddress());
    const device = createDevice();
    await addPasskey(service, body.accessToken, device);
    await logInByPasskey(service, device);
    expect(await measure(() => service.post('/login/passkey/options', {}))).toEqual([]);
    const credential = await useCredential(service, device);
    const asked = await measure(() => service.post('/login/passkey', { credential }));
    expect(asked.slice(0, 5)).toEqual([COUNT, batchOf(3), READ, WRITE, WRITE]);
    expect(asked.slice(5).toSorted()).toEqual(['Query 0', READ, WRITE, WRITE, COUNT].toSorted());
  });

  it('1 batch read, 1 read and 2 writes by adding a passkey, and 1 write more by the first one of the service', async () => {
    const { service, measure } = aMeasuredService({ settings: { passkeyDomain: PASSKEY_DOMAIN } });
    const { body } = await account(service, freshAddress());
    await addPasskey(service, body.accessToken, createDevice());
    const adding = await createCredential(service, body.accessToken, createDevice());
    const headers = bearer(body.accessToken);
    expect(await measure(() => service.post('/me/passkeys', { credential: adding }, { headers }))).toEqual([
      ...[batchOf(2), READ, WRITE, WRITE],
    ]);
  });

  // A log-in that is not over yet writes no session; its attempt with the password is taken back.
  it('1 batch read, 1 read and 2 writes by the password of an account with a second factor', async () => {
    const { service, measure } = aMeasuredService({ settings: SECOND_FACTOR });
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    await logInByApp(service, address, secret);
    expect(await measure(() => logIn(service, address))).toEqual([batchOf(4), WRITE, READ, WRITE]);
  });

  // An attempt counts for the account and for the address, and both are taken back.
  it('1 read, 1 batch read and 2 writes by a wrong code; 1 read, 1 query and 4 writes more by a code of the app or a recovery code; nothing by a junk ticket', async () => {
    const { service, measure } = aMeasuredService({ settings: SECOND_FACTOR });
    const address = freshAddress();
    const { secret, recoveryCodes } = await enrolledAccount(service, address);
    await logInByApp(service, address, secret);
    nextStep(service);
    const ticket = await ticketFor(service, address);
    const enter = (proof: object) => measure(() => finish(service, ticket, { ...proof }));
    const tried = [READ, batchOf(2), WRITE, WRITE];
    expect(await enter({ code: wrongAppCode(service, secret) })).toEqual(tried);
    for (const proof of [{ code: appCode(service, secret) }, { recoveryCode: recoveryCodes[0] }]) {
      const asked = await enter(proof);
      expect(asked.slice(0, 5)).toEqual([...tried, WRITE]);
      expect(asked.slice(5).toSorted()).toEqual([READ, 'Query 0', WRITE, WRITE, WRITE].toSorted());
    }
    expect(await measure(() => finish(service, 'junk', { recoveryCode: recoveryCodes[1] }))).toEqual([]);
  });

  it('1 batch read by the begin of a second factor; 1 batch read, 1 read and 3 writes by turning it on', async () => {
    const { service, measure } = aMeasuredService({ settings: SECOND_FACTOR });
    const { body } = await account(service, freshAddress());
    const headers = bearer(body.accessToken);
    const proof = { refreshToken: body.refreshToken };
    const begin = () => service.post('/me/second-factor/begin', proof, { headers });
    expect(await measure(begin)).toEqual([batchOf(2)]);
    const { secret, enrolment } = (await begin()).body;
    const confirmation = { enrolment, code: appCode(service, secret) };
    const confirm = () => service.post('/me/second-factor/confirm', confirmation, { headers });
    // The notice, the account and the session. Every answer with an account reads whether mail to it is stopped.
    expect(await measure(confirm)).toEqual([batchOf(2), WRITE, WRITE, WRITE, READ]);
  });

  it('2 batch reads, 2 counts and 6 writes by turning the second factor off, and 1 write less by new recovery codes, which nobody is told of', async () => {
    const { service, measure } = aMeasuredService({ settings: SECOND_FACTOR });
    const { secret, accessToken, refreshToken } = await enrolledAccount(service, freshAddress());
    const headers = bearer(accessToken);
    const state = () => service.request({ method: 'GET', path: '/me/second-factor', headers });
    expect(await measure(state)).toEqual([batchOf(2)]);
    const proof = () => ({ refreshToken, code: appCode(service, secret) });
    const renew = () => service.post('/me/second-factor/recovery-codes', proof(), { headers });
    // The network is new to the address.
    const counted = [batchOf(2), batchOf(2), WRITE, COUNT, WRITE];
    const takenBack = [COUNT, WRITE, WRITE];
    const renewed = await measure(renew);
    expect(renewed.slice(0, 6)).toEqual([...counted, WRITE]);
    expect(renewed.slice(6).toSorted()).toEqual(takenBack.toSorted());
    nextStep(service);
    const turnOff = () => service.request({ method: 'DELETE', path: '/me/second-factor', headers, body: proof() });
    const off = await measure(turnOff);
    expect(off.slice(0, 7)).toEqual([...counted, WRITE, WRITE]);
    expect(off.slice(7).toSorted()).toEqual(takenBack.toSorted());
  });
});
