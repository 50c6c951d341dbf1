// What the person of an account agrees to: read, and changed.
import { type Consent, consentHistory, consentsDue } from '#domain/account/consents.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import { json, type Reply } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { updateConsents } from '#use-cases/account/update-consents.ts';
import { forOwner } from '../owner.ts';
import type { AccountDependencies } from './dependencies.ts';

export const createConsentRoutes = (dependencies: AccountDependencies) => {
  const replyOf = (user: User): Outcome<Reply> => {
    const due = consentsDue(dependencies.settings.consents, user);
    return accept(
      json(200, {
        consents: (user.consents ?? []).map(toPublic),
        history: consentHistory(user).map(toPublic),
        ...(due.length > 0 && { consentsDue: due }),
      }),
    );
  };
  return {
    'GET /me/consents': forOwner<BodyOf<'GET /me/consents'>>(dependencies, async ({ user }) => replyOf(user)),
    'PUT /me/consents': forOwner<BodyOf<'PUT /me/consents'>>(dependencies, async ({ user }, request) => {
      const { body, locale, caller } = request;
      const updated = await updateConsents(dependencies, user, { answers: body.consents, locale }, caller);
      return updated.ok ? replyOf(updated.value) : updated;
    }),
  };
};

/** A row keeps attributes that this release does not know; the answer has those of its schema. */
const toPublic = ({ key, version, granted, at, locale, network }: Consent) => ({
  key,
  version,
  granted,
  at: new Date(at).toISOString(),
  locale,
  network,
});
