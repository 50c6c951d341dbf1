// The forms that OAuth clients send, for OpenAPI: the routes read them themselves and answer faults as OAuth does.
import * as z from 'zod/mini';

const text = z.string();
const optional = z.exactOptional(text);

/** The same for GET, as its query. */
export const AuthorizeForm = z.object({
  client_id: text,
  redirect_uri: text,
  response_type: z.literal('code'),
  code_challenge: text,
  code_challenge_method: z.literal('S256'),
  scope: text,
  state: optional,
  nonce: optional,
  prompt: optional,
  max_age: optional,
  login_hint: optional,
  ui_locales: optional,
});

const clientFields = { client_id: optional, client_secret: optional };

export const TokenForm = z.union([
  z.object({
    grant_type: z.literal('authorization_code'),
    code: text,
    redirect_uri: text,
    code_verifier: text,
    ...clientFields,
  }),
  z.object({ grant_type: z.literal('refresh_token'), refresh_token: text, scope: optional, ...clientFields }),
]);

export const TokenOfClientForm = z.object({ token: text, token_type_hint: optional, ...clientFields });

/** The same for GET, as its query, with `id_token_hint`. */
export const LogOutForm = z.object({ client_id: optional, post_logout_redirect_uri: optional, state: optional });
