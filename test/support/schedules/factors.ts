// The passkeys and second factors of a schedule: who holds them, and what became of them.
import type { WebAuthnEmulator } from 'nid-webauthn-emulator';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../authenticator.ts';
import type { Asked, Span } from './asked.ts';
import type { Person } from './people.ts';

/** In a device of somebody. The account has it, too, if its addition was written. */
export interface HeldPasskey {
  readonly who: Person;
  readonly userId: string;
  readonly device: WebAuthnEmulator;
  readonly credential: RegistrationResponseJSON;
  /** The first answer that it is added. */
  added?: Span;
}

/** A passkey that got in, was still there when its addition was repeated, or was removed. */
export interface PasskeySpan extends Span {
  readonly id: string;
  readonly userId: string;
}

/** An app with a secret, and the recovery codes that were shown. */
export interface HeldFactor {
  readonly who: Person;
  readonly userId: string;
  readonly secret: string;
  recoveryCodes: readonly string[];
}

/** A code as it is sent. `name`: of a code that works once, everywhere. */
export interface Code {
  readonly proof: { readonly code: string } | { readonly recoveryCode: string };
  readonly name: string;
}

export interface Factors {
  readonly passkeys: HeldPasskey[];
  readonly passkeyUses: PasskeySpan[];
  readonly removedPasskeys: PasskeySpan[];
  /** Those of the owner that worked. */
  readonly usedCredentials: AuthenticationResponseJSON[];
  readonly held: HeldFactor[];
  /** Those of the owner that worked. */
  readonly usedCodes: Code[];
  /** Requests that must be refused, but were not. */
  readonly mistakes: Asked[];
}

export const createFactors = (): Factors => ({
  passkeys: [],
  passkeyUses: [],
  removedPasskeys: [],
  usedCredentials: [],
  held: [],
  usedCodes: [],
  mistakes: [],
});
