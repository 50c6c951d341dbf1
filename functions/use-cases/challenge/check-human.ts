// Checks that a person asks for a message, where the stage wants to know. Nothing is counted, written or hashed before.
import { createHash } from 'node:crypto';
import { floodCounters, type HumanAction, isFlooded } from '#domain/challenge/human-check.ts';
import type { IdempotencyKey } from '#domain/challenge/idempotency.ts';
import { accept, type HumanReason, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HumanCheckSettings } from '#domain/settings.ts';

/** What a request brings. */
export interface HumanProof {
  /** Of the widget. Absent: it was not shown. */
  readonly humanToken?: string | undefined;
  /** The IP address of the person. */
  readonly address: string;
  /** The name of the trusted caller that sent the request. */
  readonly trustedCaller?: string | undefined;
}

/** A request that a stage may want from a person alone. */
export interface HumanRequest {
  readonly human: HumanProof;
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'humanCheck'>;

/** The same for every address. Whatever goes wrong, the request is refused. */
export const checkHuman = async (
  dependencies: Dependencies,
  action: HumanAction,
  request: HumanRequest,
): Promise<Outcome<undefined>> => {
  const { humanCheck: asked } = dependencies.settings;
  if (!asked || !(await isAsked(dependencies, asked, request.human))) return accept(undefined);
  const reason = await reasonAgainst(dependencies, asked, action, request);
  if (reason === undefined) return accept(undefined);
  dependencies.log.write('human_check_asked', { purpose: action, reason });
  return refuse('human_check_required', { reason, siteKey: asked.siteKey, action });
};

const isAsked = async (
  { store, clock }: Dependencies,
  { mode, exempt = [] }: HumanCheckSettings,
  { trustedCaller }: HumanProof,
): Promise<boolean> => {
  if (trustedCaller !== undefined && exempt.includes(trustedCaller)) return false;
  return mode === 'on' || isFlooded(await store.load(floodCounters(clock.now()), 'eventual'));
};

const reasonAgainst = async (
  { humanCheck }: Dependencies,
  { sendsAddress }: HumanCheckSettings,
  action: HumanAction,
  { human: { humanToken, address }, idempotencyKey }: HumanRequest,
): Promise<HumanReason | undefined> => {
  if (!humanToken) return 'missing';
  if (!humanCheck) return 'unavailable';
  const outcome = await humanCheck.check(humanToken, {
    action,
    ...(sendsAddress && { address }),
    ...(idempotencyKey && { repeatOf: repeatOf(idempotencyKey, humanToken) }),
  });
  return outcome === 'passed' ? undefined : outcome;
};

/** Of this request and this token alone, so that a token cannot be used for another address. */
const repeatOf = ({ key, bodyHash }: IdempotencyKey, token: string): string =>
  createHash('sha256')
    .update(JSON.stringify([key, bodyHash, token]))
    .digest('hex');
