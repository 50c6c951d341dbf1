// What proves a person besides a password.
import type { NewCredential, UsedCredential } from '../factors/credential.ts';
import type { NewPasskey, Passkey, PasskeyUse } from '../factors/passkey.ts';

/** The secrets of authenticator apps. They are derived each time, and no generation of the master secret changes them. */
export interface SecondFactorSecrets {
  /** 20 bytes, for one enrolment of one account. */
  secretOf(userId: string, enrolmentId: string): Promise<Buffer>;
}

export interface QrCodes {
  /** An image of the text, as SVG. */
  svg(text: string): Promise<string>;
}

/** What a credential must be for. */
export interface ExpectedCeremony {
  readonly challenge: string;
  /** Exactly as browsers send them. */
  readonly origins: readonly string[];
  /** The domain that the passkeys are for. */
  readonly rpId: string;
}

/** Verifies what authenticators sign (WebAuthn). Neither throws for what a browser sends. */
export interface Passkeys {
  /** `undefined`: it is no new passkey for this challenge. Who made the authenticator is not asked. */
  verifyNew(credential: NewCredential, expected: ExpectedCeremony): Promise<NewPasskey | undefined>;
  /** `undefined`: this passkey did not sign this challenge. The counter is not compared. */
  verifyUse(
    credential: UsedCredential,
    passkey: Pick<Passkey, 'id' | 'publicKey'>,
    expected: ExpectedCeremony,
  ): Promise<PasskeyUse | undefined>;
}

/** What a token of the human check must be for. */
export interface HumanCheckRequest {
  /** What its widget was shown for. */
  readonly action: string;
  /** The IP address of the person. Absent: it is not told. */
  readonly address?: string;
  /** The same for a repeat of the request, which may bring the same token once more. */
  readonly repeatOf?: string;
}

/** Whether a person solved the check. A token counts once. */
export interface HumanCheck {
  /** `unavailable`: nobody can tell right now. Never throws. */
  check(token: string, request: HumanCheckRequest): Promise<'passed' | 'refused' | 'unavailable'>;
}
