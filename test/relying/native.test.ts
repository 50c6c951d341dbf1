// AppAuth logs people in to a native app, refreshes and logs out.
import { expect, it } from 'vitest';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { answered, liveByLoopback, liveByScheme, PHONE, useSystemBrowser } from './native-flow.ts';

const service = useLocalService({ clients: [PHONE] });
const inBrowser = useSystemBrowser();

it('logs in by a loopback address, refreshes and logs out', () => liveByLoopback(targetOf(service), inBrowser));

it('logs in by a scheme of the app’s own, which the system hands over, refreshes and logs out', () =>
  liveByScheme(targetOf(service), inBrowser));

it('revokes', async () => {
  const { app, loggedIn } = await answered(targetOf(service), inBrowser);
  const { refreshToken } = await loggedIn;
  expect(await app.revoke(refreshToken)).toBe(true);
  await expect(app.refresh(refreshToken)).rejects.toThrow('Bad Request');
});

it('takes no answer to another request', async () => {
  const { loggedIn } = await answered(targetOf(service), inBrowser, ({ searchParams }) =>
    searchParams.set('state', 'another'),
  );
  await expect(loggedIn).rejects.toThrow('another request');
});
