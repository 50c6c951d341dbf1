// A machine in front of a mailbox that opens every link and presses the button of its page.
import { expect, it } from 'vitest';
import { bearer, endOthers } from '../../support/account.ts';
import { anOwner } from '../../support/email-change.ts';
import { createTestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';

const aMail = async (path: string) => {
  const service = createTestService();
  const owner = await anOwner(service);
  service.advance(61);
  await service.post(path, { email: owner.address });
  const { token } = await mailTo(service, owner.address);
  return { service, owner, token };
};

it('gets a session from a log-in link, which the owner lists and ends', async () => {
  const { service, owner, token } = await aMail('/login/link');
  const machine = await service.post('/login/link/confirm', { token });
  expect(machine.status).toBe(200);
  const again = await service.post('/login/link/confirm', { token });
  expect(again.body.code).toBe('already_used');

  const login = await service.post('/login', { email: owner.address, password: PASSWORD });
  const headers = bearer(login.body.accessToken);
  const listed = await service.request({ method: 'GET', path: '/me/sessions', headers });
  expect(listed.body.sessions).toHaveLength(3);
  expect((await endOthers(service, login.body.accessToken)).status).toBe(200);
  const refreshed = await service.post('/token/refresh', { refreshToken: machine.body.refreshToken });
  expect(refreshed.body.code).toBe('session_ended');
});

it('gets nothing from a reset link, which needs a typed password and still works for the owner', async () => {
  const { service, token } = await aMail('/reset');
  for (const body of [{ token }, { token, password: '' }]) {
    const pressed = await service.post('/reset/confirm', body);
    expect([400, 422]).toContain(pressed.status);
  }
  expect((await service.post('/reset/confirm', { token, password: 'another good password' })).status).toBe(200);
});
