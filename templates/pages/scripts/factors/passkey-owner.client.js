// @ts-check
// The owner of an account shows a passkey instead of the password: a log-in in this browser, and a new session is proof enough.
import { confirmAgain, take, user } from '../account/account-session.client.js';
import { onSubmit, report } from '../forms.client.js';
import { complain } from '../screen.client.js';
import { call, isGood, post, userIn } from '../service.client.js';
import { inTurn, rememberLogIn } from '../session.client.js';
import { passkeys } from './own-passkeys.client.js';
import { getPasskey, sayWhy } from './passkey.client.js';
import { words } from './words.client.js';

export function preparePasskeyOwner() {
  onSubmit('reauth-passkey-form', async () => {
    const asked = await call('POST', '/login/passkey/options', {});
    const options = /** @type {Record<string, any> | undefined} */ (asked.body['options']);
    if (!isGood(asked) || !options) return report(asked);
    try {
      // Those of this account alone: another one would take the browser over.
      const allowCredentials = passkeys.map(({ id }) => ({ id, type: 'public-key' }));
      const credential = await getPasskey({ ...options, allowCredentials, userVerification: 'required' });
      const reply = await inTurn(() => post('/login/passkey', { credential }));
      if (!isGood(reply)) return report(reply);
      rememberLogIn();
      if (userIn(reply)?.email !== user().email) location.reload();
      take(reply);
      await confirmAgain();
    } catch (error) {
      complain(sayWhy(error, { cancelled: words.cancelled, unsupported: words.notSupported }));
    }
  });
}
