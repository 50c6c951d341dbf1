// @ts-check
// Says who is logged in here, above a form or an end of the pages. Its place is kept before the answer comes, so that nothing
// moves under a finger; nobody is sent on without a press.
import { readReturn, takeReturn } from './return.client.js';
import { find, query, texts } from './screen.client.js';
import { userIn } from './service.client.js';
import { hasEnded, mayBeLoggedIn, refresh } from './session.client.js';
import { readable } from './typed.client.js';

/** Resolves to whether somebody is. `?prompt=login` asks for the form alone: the person wants another account. */
export async function showOwner() {
  if (!mayBeLoggedIn() || query.has('prompt')) return false;
  const box = find('here');
  box.hidden = false;
  const reply = await refresh();
  const user = userIn(reply);
  if (user) {
    const goOn = find('here-go-on');
    find('here-lead').textContent = texts.here;
    // One line; a `wbr` breaks it even where CSS does not.
    find('here-account').textContent = readable(user.email);
    goOn.setAttribute('href', readReturn() ?? goOn.getAttribute('href') ?? '');
    goOn.addEventListener('click', takeReturn);
    box.dataset['here'] = 'known';
  } else if (hasEnded(reply)) {
    find('here-lead').textContent = texts.errors.session_ended;
    box.dataset['here'] = 'ended';
  }
  return user !== undefined;
}
