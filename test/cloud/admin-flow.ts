// Administrators at the deployed API: the gateway takes signatures of IAM and nothing else, and the function knows who signed.
import { describe, expect, it } from 'vitest';
import { openAccount } from '../black-box/flows/account.ts';
import { eventually, mailTo, PASSWORD, post } from '../black-box/flows/target.ts';
import { subjectOf } from '../support/mails.ts';
import { type Administered, runAdmin } from './run-admin.ts';

export const describeAdmin = (deployed: () => Administered): void => {
  const admin = (...words: readonly string[]) => runAdmin(deployed(), ...words);

  describe('npm run admin', () => {
    it('finds an account with a signature of IAM', async () => {
      const { address, user } = await openAccount(deployed().target);
      const { exitCode, body } = await admin('find', address);
      expect(body).toMatchObject({ users: [{ userId: user.id, email: address, emailVerified: true }] });
      expect(exitCode).toBe(0);
    });

    it('explains, stops and sends mails', async () => {
      const why = ['--reason', 'ticket 12'];
      const { address } = await openAccount(deployed().target);
      const reset = () => admin('resend', address, '--mail', 'reset', ...why);
      expect(await admin('suppress', address, ...why)).toMatchObject({ exitCode: 0, body: { isNew: true } });
      expect(await reset()).toMatchObject({ exitCode: 1, body: { code: 'address_suppressed' } });
      const { body } = await admin('explain', address);
      expect(body).toMatchObject({ address, suppressed: { reason: 'by_hand' } });
      expect(await admin('unsuppress', address, ...why)).toMatchObject({ body: { wasSuppressed: 'by_hand' } });
      expect(await reset()).toMatchObject({ exitCode: 0 });
      const mail = await mailTo(deployed().target, address, 2);
      expect(mail.subject).toContain(subjectOf('reset'));
    });

    it('logs out, disables, deletes, and tells all of it', async () => {
      const why = ['--reason', 'ticket 13'];
      const { address, user, refreshToken } = await openAccount(deployed().target);
      expect(await admin('show', user.id)).toMatchObject({ exitCode: 0, body: { sessions: [{}] } });
      expect(await admin('log-out', user.id, ...why)).toMatchObject({ exitCode: 0 });
      expect((await post(deployed().target, '/token/refresh', { refreshToken })).status).toBe(401);
      expect(await admin('disable', user.id, ...why, '--yes')).toMatchObject({ exitCode: 0 });
      const logIn = await post(deployed().target, '/login', { email: address, password: PASSWORD });
      expect(logIn).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
      expect(await admin('list', '--state', 'disabled')).toMatchObject({ body: { users: [{ userId: user.id }] } });
      expect(await admin('delete', user.id, ...why, '--yes')).toMatchObject({ exitCode: 0 });
      const audit = async () => {
        const { body } = await admin('audit', user.id);
        const acts = (body['entries'] as readonly { readonly what: string; readonly reason?: string }[])
          .filter(({ reason }) => reason !== undefined)
          .map(({ what }) => what);
        return acts.includes('admin.delete') ? acts : undefined;
      };
      const acts = await eventually(audit, 'the audit of the deletion');
      expect(acts.filter((act) => act !== 'admin.find')).toEqual(['admin.delete', 'admin.disable', 'admin.log_out']);
    });

    it('is the only way: a request without a signature is refused', async () => {
      const { status } = await post(deployed().target, '/admin/users/find', { userId: 'anyone' });
      expect(status).toBe(403);
    });
  });
};
