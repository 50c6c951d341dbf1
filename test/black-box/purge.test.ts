// Accounts that nobody uses, as on a laptop: the clock is moved ahead, and the mail and the deletion come by themselves.
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { subjectOf } from '../support/mails.ts';

const service = useLocalService({ settingsFor: () => ({ purgeAfterMonths: 12 }) });
const DAY_SECONDS = 86_400;

it('are told of it when the clock is two years ahead, and deleted a month later', async () => {
  const { address } = await createLocalAccount(service);
  const { address: other } = await createLocalAccount(service);
  await service.post('/_local/clock', { advanceSeconds: 730 * DAY_SECONDS });
  const told = (await service.waitForMessages(address, 2)).at(-1);
  expect(told?.subject).toContain(subjectOf('account-unused'));
  await service.waitForMessages(other, 2);
  expect(await service.post('/login', { email: other, password: PASSWORD })).toMatchObject({ status: 200 });
  await service.post('/_local/clock', { advanceSeconds: 32 * DAY_SECONDS });
  const deleted = (await service.waitForMessages(address, 3)).at(-1);
  expect(deleted?.subject).toContain(subjectOf('account-deleted'));
  expect(await service.post('/login', { email: address, password: PASSWORD })).toMatchObject({ status: 401 });
  expect(await service.post('/login', { email: other, password: PASSWORD })).toMatchObject({ status: 200 });
});
