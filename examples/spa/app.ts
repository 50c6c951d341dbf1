// A single-page app that logs people in. In an app of its own the import is `latchkey/client`.
import { createLatchkey } from '../../client/index.ts';

const latchkey = createLatchkey({ issuer: ISSUER, clientId: CLIENT_ID });

const show = (): void => {
  const user = latchkey.user();
  document.body.dataset['user'] = user?.email ?? '';
  document.querySelector('#who')?.replaceChildren(user?.email ?? 'nobody');
};

// A log-in that failed or was left: the person may begin again.
const done = await latchkey.handleCallback().catch(() => undefined);
if (done) history.replaceState(null, '', done.returnTo);
latchkey.onChange(show);
document.querySelector('#log-in')?.addEventListener('click', () => latchkey.logIn());
document
  .querySelector('#log-out')
  ?.addEventListener('click', () => latchkey.logOut({ returnTo: `${location.origin}/` }));
document.querySelector('#call')?.addEventListener('click', async () => {
  const response = await latchkey.fetch('/api/orders');
  document.querySelector('#answer')?.replaceChildren(`${response.status} ${await response.text()}`);
});
show();
