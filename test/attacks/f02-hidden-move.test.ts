// A thief with a session and the password moves the account, then buries the notice under other changes.
import { describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { logIn, mailAbout, moveAccount } from '../support/local/people.ts';
import { subjectOf } from '../support/mails.ts';

const service = useLocalService();
const THIEFS_PASSWORD = 'staple battery horse';

/** More changes than an account keeps a list of. */
const bury = async (accessToken: string, password: string) => {
  let token = accessToken;
  for (let call = 0; call < 12; call++) {
    const { body } = await service.from().send('DELETE', '/me/sessions', { password }, bearer(token));
    token = body?.accessToken ?? token;
  }
};

describe('the owner', () => {
  it('is told of a move, with a link that undoes it, however many sessions the thief ends at once', async () => {
    const owner = await createLocalAccount(service);
    const thief = await moveAccount(service, owner.accessToken);
    await bury(thief.accessToken, PASSWORD);
    const { link = '' } = await mailAbout(service, owner.address, subjectOf('email-changed'));
    expect((await service.post('/email/undo', { token: tokenOf({ link }) })).status).toBe(202);
    expect((await service.post('/token/refresh', { refreshToken: thief.refreshToken })).body.code).toBe(
      'session_ended',
    );
  });

  it('is told of a changed password, however many sessions the thief ends at once', async () => {
    const owner = await createLocalAccount(service);
    const change = { currentPassword: PASSWORD, newPassword: THIEFS_PASSWORD };
    const { status, body } = await service.post('/me/password', change, bearer(owner.accessToken));
    expect(status).toBe(200);
    await bury(body.accessToken, THIEFS_PASSWORD);
    expect((await mailAbout(service, owner.address, subjectOf('password-changed'))).to).toBe(owner.address);
  });

  it('is told of a move and of the deletion that follows at once', async () => {
    const owner = await createLocalAccount(service);
    const thief = await moveAccount(service, owner.accessToken);
    const deleted = await service.from().send('DELETE', '/me', { password: PASSWORD }, bearer(thief.accessToken));
    expect(deleted.status).toBe(200);
    // A notice that was looked at before its change is looked at again a minute later.
    await service.advance(61);
    await mailAbout(service, owner.address, subjectOf('email-changed'));
    expect((await mailAbout(service, owner.address, subjectOf('account-deleted'))).to).toBe(owner.address);
    expect((await logIn(service, thief.newEmail)).status).toBe(401);
  });
});
