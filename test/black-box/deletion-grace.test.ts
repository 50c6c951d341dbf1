// A deletion that can be taken back, as on a laptop: the clock is moved ahead, and the account is kept or gone.
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { subjectOf } from '../support/mails.ts';

const service = useLocalService({ settingsFor: () => ({ deletionGraceDays: 14 }) });
const DAY_SECONDS = 86_400;

const ask = async (email: string) => {
  const { body } = await service.post('/login', { email, password: PASSWORD });
  const headers = { authorization: `Bearer ${body.accessToken}` };
  return service.from().send('DELETE', '/me', { password: PASSWORD }, headers);
};

it('is carried out two weeks later, unless its owner logs in', async () => {
  const { address } = await createLocalAccount(service);
  const { address: other } = await createLocalAccount(service);
  for (const each of [address, other]) {
    expect(await ask(each)).toMatchObject({ status: 200, body: { status: 'deleted', deletesAt: expect.any(String) } });
    const asked = (await service.waitForMessages(each, 2)).at(-1);
    expect(asked?.subject).toContain(subjectOf('deletion-asked'));
  }
  await service.post('/_local/clock', { advanceSeconds: 13 * DAY_SECONDS });
  expect(await service.post('/login', { email: other, password: PASSWORD })).toMatchObject({ status: 200 });
  const kept = (await service.waitForMessages(other, 3)).at(-1);
  expect(kept?.subject).toContain(subjectOf('account-kept'));
  await service.post('/_local/clock', { advanceSeconds: 2 * DAY_SECONDS });
  expect(await service.post('/login', { email: address, password: PASSWORD })).toMatchObject({ status: 401 });
  const deleted = (await service.waitForMessages(address, 3)).at(-1);
  expect(deleted?.subject).toContain(subjectOf('account-deleted'));
  expect(await service.post('/login', { email: other, password: PASSWORD })).toMatchObject({ status: 200 });
});
