// Log-in with a passkey.
import { accept } from '#domain/errors.ts';
import { tokenReply } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { beginPasskeyLogIn } from '#use-cases/factors/begin-passkey-log-in.ts';
import { logInWithPasskey } from '#use-cases/factors/log-in-with-passkey.ts';
import { type FactorsDependencies, withPasskeys } from './dependencies.ts';

export const createFactorLogInRoutes = (dependencies: FactorsDependencies) => ({
  'POST /login/passkey/options': withPasskeys<BodyOf<'POST /login/passkey/options'>>(dependencies, async (rpId) =>
    accept(json(200, { options: await beginPasskeyLogIn(dependencies, rpId) })),
  ),
  'POST /login/passkey': withPasskeys<BodyOf<'POST /login/passkey'>>(
    dependencies,
    async (rpId, { body: { credential }, caller, isCookieMode }) =>
      tokenReply(await logInWithPasskey(dependencies, { rpId, credential }, caller), {
        isCookieMode,
        continuationCookies: [],
        settings: dependencies.settings,
      }),
  ),
});
