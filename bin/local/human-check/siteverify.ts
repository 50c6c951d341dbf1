// Judges tokens as Cloudflare's siteverify does: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
import { randomBytes } from 'node:crypto';
import { failed, type TurnstileAnswer } from './failures.ts';

export interface Solved {
  readonly action: string;
  readonly hostname: string;
}

export interface Widget {
  readonly siteKey: string;
  readonly secretKey: string;
}

interface Token extends Solved {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The idempotency key of its first use; empty if that had none. */
  usedBy?: string;
}

const LIFETIME_MILLISECONDS = 300_000;
const LONGEST_TOKEN = 2048;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Siteverify {
  /** The token of a widget that a person solved. */
  issue(solved: Solved): string;
  /** `fields`: of the request, in JSON or as a form. */
  judge(fields: Readonly<Record<string, unknown>> | undefined): TurnstileAnswer;
}

export const createSiteverify = (widget: () => Widget, now: () => number): Siteverify => {
  const tokens = new Map<string, Token>();
  return {
    issue: (solved) => {
      const token = `0.${randomBytes(48).toString('base64url')}`;
      tokens.set(token, { ...solved, at: now() });
      return token;
    },
    judge: (fields) => {
      if (!fields) return failed('bad-request');
      const { secret, response, idempotency_key: key } = fields;
      if (!secret) return failed('missing-input-secret');
      if (secret !== widget().secretKey) return failed('invalid-input-secret');
      if (!response) return failed('missing-input-response');
      if (key !== undefined && !(typeof key === 'string' && UUID.test(key))) return failed('bad-request');
      const token = typeof response === 'string' && response.length <= LONGEST_TOKEN ? tokens.get(response) : undefined;
      if (!token) return failed('invalid-input-response');
      if (now() >= token.at + LIFETIME_MILLISECONDS) return failed('timeout-or-duplicate');
      const use = key ?? '';
      if (token.usedBy !== undefined && (use === '' || token.usedBy !== use)) return failed('timeout-or-duplicate');
      token.usedBy = use;
      const { action, hostname, at } = token;
      const body = { success: true, 'error-codes': [], challenge_ts: new Date(at).toISOString(), hostname, action };
      return { status: 200, body: { ...body, cdata: '', metadata: { interactive: false } } };
    },
  };
};
