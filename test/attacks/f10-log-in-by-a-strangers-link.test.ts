// A stranger mails a log-in link of their own account: whoever holds it can see whose account it opens before it opens anything.
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { ask } from '../support/local/people.ts';

const service = useLocalService();

it('a log-in link names its account, masked, before it is pressed, and is not used up by that', async () => {
  const stranger = await createLocalAccount(service);
  const { token } = await ask(service, '/login/link', stranger.address);
  const [name = '', domain] = stranger.address.split('@');
  const inspected = await service.post('/links/inspect', { token });
  expect(inspected).toMatchObject({ status: 200, body: { purpose: 'login', address: `${name[0]}***@${domain}` } });
  expect(inspected.text).not.toContain(name);
  expect(inspected.cookies).toEqual([]);
  expect((await service.post('/login/link/confirm', { token })).status).toBe(200);
});

it('opening its page logs nobody in', async () => {
  const stranger = await createLocalAccount(service);
  const { token, link } = await ask(service, '/login/link', stranger.address);
  const page = await service.get(link.slice(new URL(link).origin.length));
  expect(page).toMatchObject({ status: 200, cookies: [] });
  expect((await service.post('/login/link/confirm', { token })).status).toBe(200);
});
