// Which client sends a request to the token endpoint, and whether it is the one (RFC 6749, section 2.3).
import { createHash } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import { type Client, findClient } from './client.ts';
import { type OAuthOutcome, oauthRefusal, type Parameters } from './oauth-error.ts';

interface Credentials {
  readonly id: string | undefined;
  /** What its secret may be. None: it sent none. */
  readonly secrets: readonly string[];
}

/** By `Authorization: Basic` or in the body, never both. A client without a secret names itself in the body. */
export const authenticateClient = (
  clients: readonly Client[],
  parameters: Parameters,
  authorization: string | undefined,
): OAuthOutcome<Client> => {
  const basic = authorization === undefined ? undefined : readBasic(authorization);
  const body = { id: parameters.get('client_id'), secrets: listOf(parameters.get('client_secret')) };
  if (authorization !== undefined && !basic) return WRONG;
  if (basic && (body.secrets.length > 0 || (body.id !== undefined && body.id !== basic.id)))
    return oauthRefusal('invalid_request', 'The client must authenticate in one way.');
  const { id, secrets } = basic ?? body;
  const client = findClient(clients, id);
  return client && isRightSecret(client, secrets) ? { ok: true, value: client } : WRONG;
};

const WRONG = oauthRefusal('invalid_client', 'The client is unknown, or did not authenticate as it must.');

const listOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

/** A public client has no secret to be right about: one that sends a secret is not set up as its team thinks. */
const isRightSecret = ({ secretSha256 }: Client, secrets: readonly string[]): boolean => {
  if (secretSha256 === undefined) return secrets.length === 0;
  return secrets.some((secret) => isSameText(createHash('sha256').update(secret).digest('hex'), secretSha256));
};

/** Both parts are form-encoded before they are base64 (RFC 6749, section 2.3.1). Many clients leave that out, so both readings count. */
const readBasic = (authorization: string): Credentials | undefined => {
  const encoded = /^Basic +([\w+/]+=*)$/i.exec(authorization)?.[1];
  const text = Buffer.from(encoded ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)];
  return { id: decode(id), secrets: [secret, ...listOf(decode(secret))].filter(Boolean) };
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
