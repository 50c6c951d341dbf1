// Setting a new password by mail.
import { expect, it } from 'vitest';
import { subjectOf } from '../../support/mails.ts';
import { wrongCode } from '../../support/wrong-code.ts';
import { askMail, logIn, me, openAccount, refresh, withRoom } from './account.ts';
import { freshAddress, mailTo, post, request, type Target } from './target.ts';

const NEW_PASSWORD = 'staple a better horse';

export const resetFlows = (getTarget: () => Target): void => {
  it('the link sets the password once, ends all sessions, logs in and notifies the owner', async (context) => {
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const { token, page, mail } = await askMail(target, '/reset', { email: owner.address }, owner.address);
    expect(mail.subject).toContain(subjectOf('reset'));
    expect((await request(target, page)).status).toBe(200);
    const confirm = (password: string) => post(target, '/reset/confirm', { token, password });
    const weak = await confirm('short');
    expect(weak).toMatchObject({ status: 422, body: { code: 'weak_password', reason: 'too_short' } });

    const opened = await confirm(NEW_PASSWORD);
    expect(opened).toMatchObject({ status: 200, body: { user: { id: owner.user.id } } });
    expect((await me(target, opened.body)).status).toBe(200);
    expect(await me(target, owner)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await refresh(target, owner.refreshToken)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(await confirm('a third long password')).toMatchObject({ status: 410, body: { code: 'already_used' } });
    expect((await logIn(target, owner.address)).status).toBe(401);
    expect((await logIn(target, owner.address, NEW_PASSWORD)).status).toBe(200);
    expect((await mailTo(target, owner.address, 3)).subject).toContain(subjectOf('password-changed'));
  });

  it('the code only works for the client that asked', async (context) => {
    const target = await withRoom(getTarget(), context);
    const { address } = await openAccount(target);
    const { code, continuation } = await askMail(target, '/reset', { email: address, locale: 'en' }, address);
    const confirm = (proof: object) => post(target, '/reset/confirm', { ...proof, password: NEW_PASSWORD });
    expect(await confirm({ code })).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    const wrong = await confirm({ code: wrongCode(code), continuation });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 4 } });
    expect((await confirm({ code, continuation })).status).toBe(200);
    expect((await logIn(target, address, NEW_PASSWORD)).status).toBe(200);
  });

  it('an address without an account gets the same answer and no mail', async (context) => {
    const target = await withRoom(getTarget(), context);
    const owner = await openAccount(target);
    const stranger = freshAddress();
    const unknown = await post(target, '/reset', { email: stranger });
    const known = await post(target, '/reset', { email: owner.address });
    expect([unknown.status, known.status]).toEqual([202, 202]);
    const shapeOf = ({ address, continuation, ...rest }: Record<string, unknown>) => ({
      ...rest,
      address: typeof address,
      continuation: typeof continuation,
    });
    expect(shapeOf(unknown.body)).toEqual(shapeOf(known.body));
    // This later mail has arrived, so the stranger's request was already handled.
    await mailTo(target, owner.address, 2);
    expect(await target.mails(stranger)).toEqual([]);
    const guess = { code: '12345678', continuation: unknown.body.continuation, password: NEW_PASSWORD };
    expect(await post(target, '/reset/confirm', guess)).toMatchObject({ status: 401, body: { code: 'code_mismatch' } });
  });
};
