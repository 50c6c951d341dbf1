// The account as the API returns it.
import type { MailState } from '../delivery/suppression.ts';
import { type Locale, spokenLocale } from '../locale.ts';
import type { ClaimsSettings } from '../session/own-claims.ts';
import { type AskedConsent, consentsDue } from './consents.ts';
import { type Metadata, shownMetadata } from './metadata.ts';
import type { Profile, User } from './user.ts';

export interface PublicUser extends MailState {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly phone?: string | undefined;
  readonly phoneVerified: boolean;
  readonly locale: Locale;
  readonly profile: Profile;
  /** The keys of the team's metadata that the configuration shows. */
  readonly metadata?: Metadata;
  /** The keys of the consents that the person must be asked for. Absent: none. */
  readonly consentsDue?: readonly string[];
}

/** What of the settings the account that is returned depends on. */
interface Shown {
  readonly consents: readonly AskedConsent[];
  readonly languages: readonly Locale[];
  readonly claims?: ClaimsSettings;
}

export const toPublicUser = (user: User, mail: MailState, { consents, languages, claims }: Shown): PublicUser => {
  const due = consentsDue(consents, user);
  const metadata = shownMetadata(user, claims?.metadata);
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.emailVerifiedAt !== undefined,
    phone: user.phone,
    phoneVerified: user.phoneVerifiedAt !== undefined,
    // The stage may have that of the row no more. What is answered can be sent back.
    locale: spokenLocale(languages, user.locale),
    profile: user.profile,
    ...(metadata && { metadata }),
    ...(due.length > 0 && { consentsDue: due }),
    ...mail,
  };
};
