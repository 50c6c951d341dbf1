// A thief with an access token alone, in a loop, with every token that an answer gives: against the sessions and mails of the owner.
import { describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, ask, logIn } from '../support/local/people.ts';

const service = useLocalService();
const NEW_PASSWORD = 'staple battery horse';

/** The owner's first device, and the access token of the second. */
const stolen = async () => {
  const { address, refreshToken } = await createLocalAccount(service);
  const { body: second } = await logIn(service, address);
  const thief = aClient(service);
  let accessToken: string = second.accessToken;
  /** Ends all other sessions, ten times. */
  const storm = async () => {
    for (let call = 0; call < 10; call++) {
      const { body } = await thief.send('DELETE', '/me/sessions', {}, bearer(accessToken));
      accessToken = body.accessToken ?? accessToken;
    }
  };
  const isIn = async () => (await thief.get('/me', bearer(accessToken))).status === 200;
  return { address, refreshToken, secondRefreshToken: second.refreshToken, second: second.accessToken, storm, isIn };
};

describe('a stolen access token', () => {
  it('ends no session of the owner', async () => {
    const { refreshToken, secondRefreshToken, storm } = await stolen();
    await storm();
    for (const token of [refreshToken, secondRefreshToken]) {
      expect((await service.post('/token/refresh', { refreshToken: token })).status).toBe(200);
    }
  });

  it('does not renew itself: its thief is out after 15 minutes', async () => {
    const { storm, isIn } = await stolen();
    for (let minutes = 0; minutes < 16; minutes += 4) {
      await storm();
      await service.advance(4 * 60);
    }
    await storm();
    expect(await isIn()).toBe(false);
  });

  it.each([
    ['/reset', '/reset/confirm', { password: NEW_PASSWORD }],
    ['/login/link', '/login/link/confirm', {}],
  ])('does not stop the owner’s mail of %s between asking and pressing', async (path, confirm, more) => {
    const { address, storm } = await stolen();
    const { token } = await ask(service, path, address);
    await storm();
    expect((await service.post(confirm, { token, ...more })).status).toBe(200);
  });

  it('is dead once the owner has reset the password', async () => {
    const { address, storm, isIn } = await stolen();
    const { token } = await ask(service, '/reset', address);
    await storm();
    await service.post('/reset/confirm', { token, password: NEW_PASSWORD });
    await storm();
    expect(await isIn()).toBe(false);
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
  });

  it('moves, changes and deletes nothing', async () => {
    const { second } = await stolen();
    const headers = bearer(second);
    const answers = [
      await service.post('/me/email', { newEmail: freshAddress() }, headers),
      await service.post('/me/phone', { phone: '010-1234-5678' }, headers),
      await service.from().send('DELETE', '/me', {}, headers),
      await service.post('/me/password', { currentPassword: 'wrong battery', newPassword: NEW_PASSWORD }, headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });
});

it('ending the other sessions as their owner leaves a mail that was asked for alive', async () => {
  const { address, accessToken } = await createLocalAccount(service);
  const { token } = await ask(service, '/reset', address);
  const ended = await service.from().send('DELETE', '/me/sessions', { password: PASSWORD }, bearer(accessToken));
  expect(ended.status).toBe(200);
  expect((await service.post('/reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(200);
});
