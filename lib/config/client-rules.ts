// The rules for `clients`, the applications of the team.
import { faultIf, type Rule } from './resolve.ts';

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

export const CLIENT_RULES: readonly Rule[] = [clientsAreDistinct, linkUrlsAreKnown];
