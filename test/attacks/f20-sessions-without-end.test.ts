// Somebody logs in again and again, and lists the sessions again and again.
import { expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { type LocalAnswer, useLocalService } from '../support/local/local-service.ts';
import { logIn } from '../support/local/people.ts';

const service = useLocalService();

it('an account has 50 sessions at most: the oldest end, and one list reads no more than 50', async () => {
  const first = await createLocalAccount(service);
  let last: LocalAnswer['body'];
  for (let count = 0; count < 55; count++) last = (await logIn(service, first.address)).body;
  const { body } = await service.get('/me/sessions', bearer(last.accessToken));
  expect(body.sessions).toHaveLength(50);
  expect((await service.get('/me/sessions?limit=51', bearer(last.accessToken))).status).toBe(400);
  const page = await service.get('/me/sessions?limit=20', bearer(last.accessToken));
  expect([page.body.sessions.length, typeof page.body.next]).toEqual([20, 'string']);
  const { refreshToken } = first;
  expect((await service.post('/token/refresh', { refreshToken })).body.code).toBe('session_ended');
});
