// Chooses the state a page begins in from its address. It is rendered into the HTML, so that nothing moves when the script starts.
import type { PageName } from '#texts/page-texts.ts';

type Query = Readonly<Record<string, string | undefined>>;
export type FirstState = 'form' | 'mail' | 'link' | 'loading' | 'invalid_token' | 'not_found';

/** `link`: the address has the token of a mailed link. `mail`: the page for the code in the mail. */
const STATES: Readonly<Record<PageName, { plain: FirstState; code?: 'mail'; link?: 'link' }>> = {
  '': { plain: 'form' },
  signup: { plain: 'form' },
  verify: { plain: 'mail', link: 'link' },
  login: { plain: 'form', code: 'mail', link: 'link' },
  reset: { plain: 'form', code: 'mail', link: 'link' },
  invitation: { plain: 'invalid_token', link: 'link' },
  account: { plain: 'loading' },
  'account/security': { plain: 'loading' },
  'email/confirm': { plain: 'mail', link: 'link' },
  'email/undo': { plain: 'invalid_token', link: 'link' },
};

export const firstStateOf = (name: PageName, query: Query, hasLink = false): FirstState => {
  const { plain, code, link } = STATES[name];
  if (link && hasLink) return link;
  return (query['step'] === 'code' && code) || plain;
};

/** Shows the parts of a template that belong to the state, by removing their `hidden`. */
export const showState = (template: string, state: FirstState): string =>
  template.replace(/(data-state="([^"]*)") hidden>/g, (whole, attribute: string, states: string) =>
    states.split(' ').includes(state) ? `${attribute}>` : whole,
  );
