// Which state a page begins in, as far as its address tells: it comes in the HTML, so that nothing moves once the script is there.
import type { PageName } from './texts/page-texts.ts';

type Query = Readonly<Record<string, string | undefined>>;
export type FirstState = 'form' | 'mail' | 'link' | 'loading' | 'invalid_token';

/** `link`: with the token of a mail; `mail`: where its code is entered. */
const STATES: Readonly<Record<PageName, { plain: FirstState; code?: 'mail'; link?: 'link' }>> = {
  '': { plain: 'form' },
  signup: { plain: 'form' },
  verify: { plain: 'mail', link: 'link' },
  login: { plain: 'form', code: 'mail', link: 'link' },
  reset: { plain: 'form', code: 'mail', link: 'link' },
  account: { plain: 'loading' },
  'email/confirm': { plain: 'mail', link: 'link' },
  'email/undo': { plain: 'invalid_token', link: 'link' },
};

export const firstStateOf = (name: PageName, query: Query): FirstState => {
  const { plain, code, link } = STATES[name];
  if (link && query['token'] !== undefined) return link;
  return (query['step'] === 'code' && code) || plain;
};

/** The parts of a template that belong to the state lose their `hidden`. */
export const showState = (template: string, state: FirstState): string =>
  template.replace(/(data-state="([^"]*)") hidden>/g, (whole, attribute: string, states: string) =>
    states.split(' ').includes(state) ? `${attribute}>` : whole,
  );
