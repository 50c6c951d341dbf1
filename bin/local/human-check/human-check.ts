// The human check of a stage on this machine: the real adapter, and a Turnstile that takes every press for one of a person.
import { randomBytes } from 'node:crypto';
import { hostnamesOf } from '#adapters/human-check/hostnames.ts';
import { createTurnstile } from '#adapters/human-check/turnstile.ts';
import type { HumanCheck } from '#domain/ports/factors.ts';
import type { Clock, EventLog } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { startTurnstile, type TurnstileDouble } from './turnstile.ts';

export interface LocalHumanCheck {
  /** Stands in for Cloudflare: its script is loaded from there, too. */
  readonly turnstile: TurnstileDouble;
  /** A POST to it answers as the widget of a sign-up that a person solved: `{ token }`. */
  readonly solveUrl: string;
  createCheck(settings: Settings, log: EventLog): HumanCheck;
}

export const startHumanCheck = async (siteKey: string, clock: Clock): Promise<LocalHumanCheck> => {
  const secretKey = randomBytes(16).toString('hex');
  const turnstile = await startTurnstile({ siteKey, secretKey, clock });
  const secret = { read: async () => ({ secretKey }), forget: () => undefined };
  const solved = new URLSearchParams({ sitekey: siteKey, action: 'signup', hostname: 'localhost' });
  return {
    turnstile,
    solveUrl: `${turnstile.origin}/turnstile/solve?${solved}`,
    createCheck: (settings, log) =>
      createTurnstile({ secret, hostnames: hostnamesOf(settings), log, endpoint: turnstile.origin }),
  };
};
