// One-time codes without an account: proves to the caller's own backend that a person can read messages to an address.
import { readEmail } from '#domain/address.ts';
import { type Challenge, otpContext } from '#domain/challenge/challenge.ts';
import { otpGenerations } from '#domain/challenge/key-generations.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { Channel } from '#domain/purpose.ts';
import { proofInput, signToken } from '#domain/session/access-token.ts';
import type { Settings } from '#domain/settings.ts';
import { readPhone } from '../account/phone/read-phone.ts';
import type { MessageRequest } from './challenge-request.ts';
import { checkHuman, type HumanRequest } from './check-human.ts';
import { finishProof, markUsed } from './finish-proof.ts';
import { type CodeAttempt, proveByCode } from './prove.ts';
import { sendChallenge } from './send-challenge.ts';
import type { Sent } from './sent.ts';

export interface OtpRequest extends MessageRequest, HumanRequest {
  readonly channel: Channel;
  readonly to: string;
  /** What the code is for. The proof names it, so that a proof for one act cannot be used for another. */
  readonly context?: string | undefined;
}

export const sendOtp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'phoneNumbers' | 'humanCheck'>,
  request: OtpRequest,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { channel, to, context, locale, clientId, continuation, idempotencyKey } = request;
  const { settings } = dependencies;
  const { otpEmailSeconds, otpSmsSeconds } = settings.lifetimes;
  const read = channel === 'sms' ? await readPhone(dependencies, to, 'to') : readEmail(to, 'to');
  if (!read.ok) return read;
  return sendChallenge(dependencies, {
    ref: { purpose: 'otp', channel, address: read.value },
    caller,
    locale,
    clientId,
    lifetimeSeconds: channel === 'sms' ? otpSmsSeconds : otpEmailSeconds,
    onLive: 'replace',
    mayResend: (challenge) => otpContext(challenge) === context && isCheckable(settings, challenge),
    ...(context !== undefined && { makeData: async () => accept(() => ({ context })) }),
    continuation,
    idempotencyKey,
    admit: () => checkHuman(dependencies, 'otp', request),
  });
};

/** A code of another generation can no longer be checked, so it is not sent again. */
const isCheckable = (settings: Settings, { keyGeneration }: Challenge): boolean =>
  otpGenerations(settings).includes(keyGeneration);

export interface OtpProof {
  /** A JWT. */
  readonly proof: string;
  readonly expiresInSeconds: number;
}

export const checkOtp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log' | 'otpKeyRing' | 'proofSigner'>,
  request: CodeAttempt,
  caller: Caller,
): Promise<Outcome<OtpProof>> => {
  const { store, clock, ids, otpKeyRing, proofSigner, settings, log } = dependencies;
  const keyed = { store, clock, settings, log, keyRing: otpKeyRing };
  const proven = await proveByCode(keyed, 'otp', request, caller);
  if (!proven.ok) return proven;
  const { ref, challenge } = proven.value;
  return finishProof(dependencies, proven.value, async () => {
    const lifetimeSeconds = settings.lifetimes.proofSeconds;
    // Signed before the code is marked used: if the key service is down, the code must stay valid.
    const input = proofInput(await proofSigner.keyId(), {
      ...ref,
      context: otpContext(challenge),
      issuer: settings.issuer,
      audience: settings.audience,
      tokenId: ids.next(),
      now: clock.now(),
      lifetimeSeconds,
    });
    const proof = await signToken(proofSigner, input);
    const used = await markUsed(dependencies, proven.value);
    if (!used.ok) return used;
    log.write('otp_verified', { challenge: challenge.id });
    return accept({ proof, expiresInSeconds: lifetimeSeconds });
  });
};
