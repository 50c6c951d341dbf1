// The rules for `clients` and `appLinks`, the applications of the team.
import { faultIf, type Rule } from '../resolve.ts';

const MAXIMUM_CLIENTS = 20;

const clientsAreDistinct: Rule = ({ values: { clients = [] } }) => [
  ...faultIf(clients.length > MAXIMUM_CLIENTS, 'clients', `must name at most ${MAXIMUM_CLIENTS} clients`),
  ...faultIf(
    new Set(clients.map(({ id }) => id)).size < clients.length,
    'clients',
    'must give each client an id of its own',
  ),
];

/** Links with secrets in them go there. A name that is written twice is not mistyped; plain http is this machine. */
const linkUrlsAreKnown: Rule = ({ values: { clients = [], allowedOrigins = [] } }) =>
  clients.flatMap(({ linkUrl, redirectUris }, index) => {
    if (linkUrl === undefined || linkUrl.startsWith('http:')) return [];
    const { origin } = new URL(linkUrl);
    const known = [...allowedOrigins, ...redirectUris.map((uri) => new URL(uri).origin)];
    return faultIf(
      !known.includes(origin),
      `clients.${index}.linkUrl`,
      "must begin with one of allowedOrigins or with the origin of one of this client's redirectUris: the links of mails hold secrets, and this finds a mistyped name. Correct it, or add its origin to allowedOrigins",
    );
  });

/** Of each system, and of the certificates of one app. */
const MAXIMUM_APPS = 10;

const appLinksAreRight: Rule = ({ values: { appLinks: apps } }) => {
  if (!apps) return [];
  const { apple = [], android = [] } = apps;
  const packages = new Set(android.map((app) => app.package));
  return [
    ...faultIf(
      apple.length + android.length === 0,
      'appLinks',
      'must name an app in apple or android: do so, or leave it out',
    ),
    ...faultIf(apple.length > MAXIMUM_APPS, 'appLinks.apple', `must name at most ${MAXIMUM_APPS} apps`),
    ...faultIf(android.length > MAXIMUM_APPS, 'appLinks.android', `must name at most ${MAXIMUM_APPS} apps`),
    ...faultIf(
      packages.size < android.length,
      'appLinks.android',
      'must name each package once, with all its fingerprints',
    ),
    ...android.flatMap(({ sha256Fingerprints: { length } }, index) =>
      faultIf(
        length === 0 || length > MAXIMUM_APPS,
        `appLinks.android.${index}.sha256Fingerprints`,
        `must name 1 to ${MAXIMUM_APPS} fingerprints`,
      ),
    ),
  ];
};

export const CLIENT_RULES: readonly Rule[] = [clientsAreDistinct, linkUrlsAreKnown, appLinksAreRight];
