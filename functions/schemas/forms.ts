// The forms that OAuth clients send, for OpenAPI: the routes read them themselves and answer faults as OAuth does.
import * as z from 'zod/mini';
import {
  CODE_CHALLENGE,
  NONCE_MAXIMUM_LENGTH,
  SECONDS,
  STATE_MAXIMUM_LENGTH,
} from '#domain/oauth/authorization-request.ts';
import { FORM_MAXIMUM_BYTES } from '#domain/oauth/oauth-error.ts';

const textOf = (maximumLength: number) => z.string().check(z.maxLength(maximumLength));
/** Without a limit of its own: a form of any length holds no longer one. */
const text = textOf(FORM_MAXIMUM_BYTES);
const optional = z.exactOptional(text);

/** The same for GET, as its query. */
export const AuthorizeForm = z.object({
  client_id: textOf(64),
  redirect_uri: text,
  response_type: z.literal('code'),
  code_challenge: z.string().check(z.regex(CODE_CHALLENGE), z.maxLength(43)),
  code_challenge_method: z.literal('S256'),
  scope: text,
  state: z.exactOptional(textOf(STATE_MAXIMUM_LENGTH)),
  nonce: z.exactOptional(textOf(NONCE_MAXIMUM_LENGTH)),
  prompt: optional,
  max_age: z.exactOptional(z.string().check(z.regex(SECONDS), z.maxLength(15))),
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
