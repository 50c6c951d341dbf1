// The flows of an account: profile, password, email change and undo, phone, deletion.
import { expect, it } from 'vitest';
import { subjectOf } from '../../support/mails.ts';
import { askMail, bearer, logIn, me, openAccount, withRoom } from './account.ts';
import { CODE, eventually, freshAddress, mailTo, PASSWORD, post, request, type Target } from './target.ts';

const NEW_PASSWORD = 'staple a better horse';
const json = { 'content-type': 'application/json' };

export const accountFlows = (getTarget: () => Target): void => {
  it('is only for the owner: without a valid access token the answer is 401', async () => {
    const target = getTarget();
    for (const headers of [{}, { authorization: 'Bearer junk' }, { authorization: 'Basic bWU6bWU=' }]) {
      const answer = await request(target, '/me', { headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="account"');
    }
  });

  it('profile keys are merged and removed, and the language is kept', async (context) => {
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const patch = (body: object) =>
      request(target, '/me', { method: 'PATCH', headers: { ...json, ...bearer(owner) }, body: JSON.stringify(body) });
    expect((await patch({ profile: { nickName: '민지', visits: 3 } })).status).toBe(200);
    expect((await patch({ locale: 'en', profile: { visits: null } })).status).toBe(200);
    expect((await me(target, owner)).body).toMatchObject({ locale: 'en', profile: { nickName: '민지' } });
  });

  it('a new password ends all sessions and opens a new one', async (context) => {
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const wrong = await post(target, '/me/password', { ...body, currentPassword: 'not the one' }, bearer(owner));
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    const changed = await post(target, '/me/password', body, bearer(owner));
    expect(changed.status).toBe(200);
    expect((await me(target, owner)).status).toBe(401);
    expect((await me(target, changed.body)).status).toBe(200);
    expect((await logIn(target, owner.address)).status).toBe(401);
    expect((await mailTo(target, owner.address, 2)).subject).toContain(subjectOf('password-changed'));
  });

  it('moves to a new address, and back by the link to the old one, which begins a reset', async (context) => {
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const [old, newEmail] = [owner.address, freshAddress()];
    const { token } = await askMail(target, '/me/email', { newEmail, password: PASSWORD }, newEmail, bearer(owner));
    const alone = await post(target, '/me/email/confirm', { token });
    expect(alone).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    const moved = await post(target, '/me/email/confirm', { token }, bearer(owner));
    expect(moved).toMatchObject({ status: 200, body: { user: { id: owner.user.id, email: newEmail } } });
    expect([(await me(target, owner)).status, (await me(target, moved.body)).status]).toEqual([401, 200]);
    expect([(await logIn(target, old)).status, (await logIn(target, newEmail)).status]).toEqual([401, 200]);

    const notice = await mailTo(target, old, 2);
    expect(notice.subject).toContain(subjectOf('email-changed'));
    const [, undo = ''] = /\/email\/undo\?([\w-]+)\.ko/.exec(notice.text) ?? [];
    expect((await request(target, `/email/undo?${undo}.ko`)).status).toBe(200);
    expect(await post(target, '/email/undo', { token: undo })).toMatchObject({ status: 202, body: { status: 'sent' } });
    expect((await me(target, moved.body)).status).toBe(401);
    // The undo set a random password, because the attacker knew the old one. The owner must set a new one.
    expect([(await logIn(target, old)).status, (await logIn(target, newEmail)).status]).toEqual([401, 401]);
    const reset = await mailTo(target, old, 3);
    expect(reset.subject).toContain(subjectOf('reset'));
    const [, resetToken = ''] = /\/reset\?([\w-]+)\.ko/.exec(reset.text) ?? [];
    const set = await post(target, '/reset/confirm', { token: resetToken, password: 'a new password by mail' });
    expect(set).toMatchObject({ status: 200, body: { user: { id: owner.user.id, email: old } } });
    expect((await post(target, '/email/undo', { token: undo })).status).toBe(410);
  });

  it('a taken address gets the same answer as a free one, and its owner gets a mail', async (context) => {
    const target = await withRoom(getTarget(), context);
    const [owner, other] = [await openAccount(target), await openAccount(target)];
    const ask = (newEmail: string) => post(target, '/me/email', { newEmail, password: PASSWORD }, bearer(owner));
    const [taken, free] = [await ask(other.address), await ask(freshAddress())];
    expect([taken.status, free.status]).toEqual([202, 202]);
    expect(Object.keys(taken.body)).toEqual(Object.keys(free.body));
    expect((await mailTo(target, other.address, 2)).subject).toContain(subjectOf('account-exists'));
  });

  it('sets a phone number with the code of the sms (if the target sends sms)', async (context) => {
    const { texts } = getTarget();
    context.skip(texts === undefined, 'no texts are sent here');
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const begun = await post(target, '/me/phone', { phone: '010-9876-5432', password: PASSWORD }, bearer(owner));
    expect(begun.status).toBe(202);
    const text = await eventually(async () => (await texts?.('+821098765432'))?.at(-1), 'the text');
    const body = { code: CODE.exec(text)?.[0], continuation: begun.body.continuation };
    const confirmed = await post(target, '/me/phone/confirm', body, bearer(owner));
    expect(confirmed).toMatchObject({ status: 200, body: { phone: '+821098765432', phoneVerified: true } });
  });

  it('is deleted with the password: nothing gives access to it any more, and its address is free', async (context) => {
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const remove = (password: string) => {
      const headers = { ...json, ...bearer(owner) };
      return request(target, '/me', { method: 'DELETE', headers, body: JSON.stringify({ password }) });
    };
    expect(await remove('not the password')).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(await remove(PASSWORD)).toMatchObject({ status: 200, body: { status: 'deleted' } });
    expect((await me(target, owner)).status).toBe(401);
    expect((await logIn(target, owner.address)).status).toBe(401);
    const { address } = owner;
    expect((await mailTo(target, address, 2)).subject).toContain(subjectOf('account-deleted'));
    await target.passCoolDown?.();
    const again = await askMail(target, '/signup', { email: address, password: NEW_PASSWORD }, address);
    const { token, continuation } = again;
    const anew = await post(target, '/verify', { token, continuation });
    expect(anew).toMatchObject({ status: 200, body: { user: { email: address } } });
    expect(anew.body.user.id).not.toBe(owner.user.id);
  });
};
