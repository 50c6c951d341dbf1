// Chooses and fills the mail of a sign-up: the link and code, or a word to the owner of an account that is there already.
import type { Challenge, ChallengeRef } from '../domain/challenge.ts';
import { deriveCode } from '../domain/code.ts';
import type { DerivedKeys } from '../domain/keys.ts';
import { linkClaims, sealLinkToken } from '../domain/link-token.ts';
import { type Mail, referenceOf } from '../domain/mail.ts';
import type { Settings } from '../domain/settings.ts';

export interface SignUpMailRequest {
  readonly keys: DerivedKeys;
  readonly ref: ChallengeRef;
  readonly challenge: Challenge;
  readonly hasAccount: boolean;
  readonly settings: Settings;
  /** Epoch milliseconds: the mail tells how long the link works from here. */
  readonly now: number;
}

/** The same challenge always gives the byte-same link and code. */
export const signUpMail = ({ keys, ref, challenge, hasAccount, settings, now }: SignUpMailRequest): Mail => {
  const { id, locale } = challenge;
  const reference = referenceOf(id);
  if (hasAccount) return { name: 'account-exists', locale, values: { reference } };
  const token = sealLinkToken(keys, linkClaims(ref, challenge));
  return {
    name: 'verification',
    locale,
    values: {
      link: `${settings.issuer}/verify?token=${token}`,
      code: deriveCode(keys, ref, id),
      lifetimeMinutes: Math.max(1, Math.round((challenge.expiresAt - now) / 60_000)),
      reference,
    },
  };
};
