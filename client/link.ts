// Reads the link of a mail on a page of one's own, below the `linkUrl` of the client. Sends nothing.

/** The calls of `createApi` that take the token of a link, by the end of the page's path. */
const CALLS = {
  '/verify': 'verify',
  '/login': 'confirmLogInMail',
  '/reset': 'confirmReset',
  '/email/confirm': 'confirmEmail',
} as const;
type Page = keyof typeof CALLS;

export interface MailedLink {
  /** The call of `createApi` that takes the token. Make it when the person presses a button: scanners of mails open links, too. */
  readonly call: (typeof CALLS)[Page];
  /** Proves that the person read the mail: take it out of the address with `history.replaceState` before anything else. */
  readonly token: string;
  /** The language of the mail. */
  readonly locale?: 'ko' | 'en';
}

/** In the fragment; in the query of a hosted page, which an app may open too. */
const END = /[?#&](?:token=)?([\w-]{20,})(?:\.([a-z]{2}))?=?(?:[&#]|$)/;

/** `undefined`: the address holds no link, as when the mail program cut it off. Ask for the code of the mail then. */
export const readLink = (address: string): MailedLink | undefined => {
  const [path = ''] = address.split(/[?#]/, 1);
  const page = (Object.keys(CALLS) as Page[]).find((end) => path.replace(/\/+$/, '').endsWith(end));
  const [, token, language] = END.exec(address.slice(path.length)) ?? [];
  if (page === undefined || token === undefined) return undefined;
  const locale = (['ko', 'en'] as const).find((one) => one === language);
  return { call: CALLS[page], token, ...(locale && { locale }) };
};
