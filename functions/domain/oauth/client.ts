// The applications that log people in through this service, as a team registers them in its configuration (RFC 6749, section 2).

export interface Client {
  readonly id: string;
  /** What the owner of an account reads in the list of sessions. */
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Where a person may be sent after a log-out. */
  readonly postLogoutRedirectUris?: readonly string[];
  /** SHA-256 of its secret in hex. Absent: a public client, such as a single-page or mobile app. */
  readonly secretSha256?: string;
  /** Where its own pages for the links of mails begin, such as `https://app.example.com/auth`. Absent: the hosted pages. */
  readonly linkUrl?: string;
  /** How long its access tokens live. Absent: as all others. */
  readonly accessTokenSeconds?: number;
}

/** `client_id` of the tokens of sessions that no client asked for: those of the JSON routes and of the hosted pages (RFC 9068). */
export const OWN_CLIENT_ID = 'latchkey';

/** What the routes under `/me` ask for: all that an owner may do. */
export const ACCOUNT_SCOPE = 'account';

export const isClientId = (id: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(id) && id !== OWN_CLIENT_ID;

export const findClient = (clients: readonly Client[], id: string | undefined): Client | undefined =>
  clients.find((client) => client.id === id);

/** A redirect to the person's own device, with the port that the app got from its system (RFC 8252, section 7.3). */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?=[/?]|$)/;
/** The name of a domain of the app's maker, in reverse order: the dot keeps it apart from `javascript:` and its like (RFC 8252, section 7.1). */
const OWN_SCHEME = /^[a-z][a-z\d+-]*(?:\.[a-z\d+-]+)+:\/[^#]*$/;
/** What a URI may consist of (RFC 3986), without the fragment and `*`. */
const URI_CHARACTERS = /^[\w\-.~:/?[\]@!$&'()+,;=%]+$/;

/** Whether the text may be registered. Web addresses must be in the form that a browser gives them: then none has two spellings. */
export const isRedirectUri = (text: string): boolean => {
  if (!URI_CHARACTERS.test(text)) return false;
  if (OWN_SCHEME.test(text)) return true;
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return false;
  const isNormal = url.href === text || url.href === `${text}/`;
  return isNormal && (url.protocol === 'https:' || LOOPBACK.test(text));
};

/** Exactly a registered one (RFC 9700, section 2.1); of a loopback address with any port. Compares texts, and parses no URL. */
export const isRegistered = (uris: readonly string[] | undefined, asked: string): boolean => {
  if (uris?.includes(asked)) return true;
  if (!LOOPBACK.test(asked)) return false;
  return uris?.some((uri) => LOOPBACK.test(uri) && withoutPort(uri) === withoutPort(asked)) === true;
};

const withoutPort = (uri: string): string => uri.replace(LOOPBACK, 'http://$1');

/** The origins from which browser apps call the token endpoint: those of public clients. */
export const originsOf = (clients: readonly Client[]): readonly string[] => {
  const uris = clients.flatMap(({ secretSha256, redirectUris }) => (secretSha256 === undefined ? redirectUris : []));
  return [...new Set(uris.filter((uri) => /^https?:/.test(uri)).map((uri) => new URL(uri).origin))];
};
