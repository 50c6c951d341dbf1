// Turns on the second factor: an app gets its secret, and nothing is written until a code of it proves that it has.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { parseEnrolment, sealEnrolment } from '#domain/factors/enrolment.ts';
import { newRecoveryCodes } from '#domain/factors/recovery-codes.ts';
import { keyUri, matchingStep, readAppCode, toBase32 } from '#domain/factors/totp.ts';
import { enrol } from '#domain/factors/use-second-factor.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { withSecondFactor } from '#domain/session/session.ts';
import { sessionKey, userKey } from '#domain/store-keys.ts';
import { isFinal, withdraw, writeNotice } from '../account/write-notice.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { type Access, accessOf, type SessionPorts } from '../session/open-session.ts';
import type { Authenticated } from '../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/proof/reauthenticate.ts';
import { newEpoch } from '../session/renew-user.ts';
import { currentKeys } from './ceremony-keys.ts';
import { believe } from './sealed-keys.ts';

export interface BegunEnrolment {
  /** Base32. */
  readonly secret: string;
  /** `otpauth://`. */
  readonly uri: string;
  /** The same as a QR code: SVG. */
  readonly qr: string;
  readonly enrolment: string;
}

type Dependencies = SessionPorts & Pick<Ports, 'passwords' | 'foreignPasswords' | 'secondFactorSecrets' | 'qrCodes'>;

export const beginEnrolment = async (
  dependencies: Dependencies,
  owner: Authenticated,
  proof: OwnerProof,
  caller: Caller,
): Promise<Outcome<BegunEnrolment>> => {
  const { clock, ids, settings, secondFactorSecrets, qrCodes } = dependencies;
  const { user } = owner;
  if (user.secondFactor) return refuse('second_factor_on');
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  const id = ids.next(user.challengeFloor);
  const [keys, secretBytes] = await Promise.all([currentKeys(dependencies), secondFactorSecrets.secretOf(user.id, id)]);
  const secret = toBase32(secretBytes);
  const uri = keyUri(secret, settings.brand.name, user.email);
  return accept({ secret, uri, qr: await qrCodes.svg(uri), enrolment: sealEnrolment(keys, id, user, clock.now()) });
};

export interface Enrolled {
  /** Shown once: the row has their hashes. */
  readonly recoveryCodes: readonly string[];
  /** All sessions end but this one, which keeps its refresh token and gets a new access token. */
  readonly access: Access;
}

/** Starts a new epoch, then moves the session of the request to it. If the process dies in between, it ends, too. */
export const confirmEnrolment = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { enrolment, code: typed }: { readonly enrolment: string; readonly code: string },
  caller: Caller,
): Promise<Outcome<Enrolled>> => {
  const { store, clock, random, log } = dependencies;
  const { user, session, sessionId } = owner;
  const proven = await proveSecret(dependencies, owner, enrolment, typed);
  if (!proven.ok) return proven;
  const { id, step } = proven.value;
  const kid = await dependencies.signer.keyId();
  const recoveryCodes = newRecoveryCodes(random);
  const ref = { kind: 'second_factor_on', address: user.email, changeId: id } as const;
  const notice = await writeNotice(dependencies, ref, user, caller);
  if (!notice.ok) return notice;
  const epoch = newEpoch(random);
  const enrolled = await decideAndSwap(store, userKey(user.id), user, (seen) => {
    // Written by this request, whose first answer was lost: nobody else can show the recovery codes.
    if (seen?.epoch === epoch) return accept(seen);
    if (seen?.epoch !== user.epoch || seen.secondFactor) return refuse('unauthenticated');
    return accept(enrol(seen, { id, step, recoveryCodes, epoch, now: clock.now() }));
  });
  if (!enrolled.ok) {
    if (isFinal(enrolled)) await withdraw(dependencies, ref, user);
    return enrolled;
  }
  log.write('second_factor_changed', { user: user.id, change: 'on' });
  const amr = withSecondFactor(session.amr ?? []);
  const taken = await decideAndSwap(store, sessionKey(sessionId), session, (seen) =>
    seen && seen.reusedAt === undefined ? accept({ ...seen, epoch, amr }) : refuse('session_ended'),
  );
  if (!taken.ok) return taken;
  const authorisation = { user: enrolled.value, sessionId, session: taken.value, trigger: 'refresh' } as const;
  return accept({ recoveryCodes, access: await accessOf(dependencies, kid, authorisation) });
};

/** `expired`: the enrolment is too old, of another account, or of before its last change. Whoever has its secret needs no limit. */
const proveSecret = async (
  dependencies: Pick<Ports, 'keyRing' | 'clock' | 'secondFactorSecrets'>,
  { user }: Authenticated,
  enrolment: string,
  typed: string,
): Promise<Outcome<{ readonly id: string; readonly step: number }>> => {
  if (user.secondFactor) return refuse('second_factor_on');
  const code = readAppCode(typed);
  if (!code.ok) return code;
  const now = dependencies.clock.now();
  const begun = await believe(dependencies, enrolment, parseEnrolment(enrolment, user, now));
  if (!begun) return refuse('expired');
  const secret = await dependencies.secondFactorSecrets.secretOf(user.id, begun.id);
  const step = matchingStep(secret, code.value, 0, now);
  return step === undefined ? refuse('code_mismatch') : accept({ id: begun.id, step });
};
