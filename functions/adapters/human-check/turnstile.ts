// Cloudflare Turnstile: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
import { createHash, randomUUID } from 'node:crypto';
import { TURNSTILE_ORIGIN } from '#domain/challenge/human-check.ts';
import { nameOfError } from '#domain/errors.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import type { HumanCheck } from '#domain/ports/factors.ts';
import type { EventLog } from '#domain/ports.ts';
import type { HumanCheckCredentials } from '#schemas/secrets.ts';
import { SiteverifyAnswer } from '#schemas/turnstile.ts';
import { NoAnswerError } from '../http-request.ts';
import { createJsonClient, type JsonAnswer } from '../https-json.ts';

interface TurnstileOptions {
  readonly secret: SecretReader<HumanCheckCredentials>;
  /** Of the pages whose widgets count. */
  readonly hostnames: ReadonlySet<string>;
  readonly log: EventLog;
  /** Default: Cloudflare. */
  readonly endpoint?: string | undefined;
  /** Of one try; there are two at most. */
  readonly timeoutMilliseconds?: number;
}

/** `error`: for the log. `isWorthATry`: the same request may get another answer. */
type Verdict =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'refused'; readonly error: string }
  | {
      readonly outcome: 'unavailable';
      readonly dependency: 'turnstile' | 'secrets';
      readonly error: string;
      readonly isWorthATry: boolean;
    };

const PATH = '/turnstile/v0/siteverify';
const TRY_MILLISECONDS = 2500;

const REFUSED = ['missing-input-response', 'invalid-input-response', 'timeout-or-duplicate'];
const WRONG_SECRET = ['missing-input-secret', 'invalid-input-secret'];
const PASSING = ['internal-error'];
const KNOWN = [...REFUSED, ...WRONG_SECRET, ...PASSING, 'bad-request'];

export const createTurnstile = ({
  secret,
  hostnames,
  log,
  endpoint = TURNSTILE_ORIGIN,
  timeoutMilliseconds = TRY_MILLISECONDS,
}: TurnstileOptions): HumanCheck => {
  const ask = createJsonClient({ endpoint, timeoutMilliseconds });

  const verify = async (fields: object, action: string): Promise<Verdict> => {
    const credentials = await secret.read().catch(() => undefined);
    if (!credentials) return unavailable('SecretUnreadable', false, 'secrets');
    const body = { secret: credentials.secretKey, ...fields };
    const answer = await ask({ method: 'POST', path: PATH, headers: {}, body }).catch((error: unknown) => error);
    if (!isAnswer(answer)) {
      return unavailable(answer instanceof NoAnswerError ? answer.code : nameOfError(answer), true);
    }
    const verdict = judge(answer, { action, hostnames });
    // The secret may have been rotated since it was read.
    if (verdict.outcome === 'unavailable' && WRONG_SECRET.includes(verdict.error)) secret.forget();
    return verdict;
  };

  return {
    check: async (token, { action, address, repeatOf }) => {
      // With the same one a second try of ours is not the second use of the token.
      const key = repeatOf === undefined ? randomUUID() : uuidOf(repeatOf);
      const fields = { response: token, idempotency_key: key, ...(address && { remoteip: address }) };
      const first = await verify(fields, action);
      const last = first.outcome === 'unavailable' && first.isWorthATry ? await verify(fields, action) : first;
      if (last.outcome === 'refused') log.write('human_token_refused', { purpose: action, error: last.error });
      if (last.outcome === 'unavailable') {
        log.write('dependency_failed', { dependency: last.dependency, error: last.error });
      }
      return last.outcome;
    },
  };
};

const isAnswer = (value: unknown): value is JsonAnswer => !(value instanceof Error);

const unavailable = (error: string, isWorthATry: boolean, dependency: 'turnstile' | 'secrets' = 'turnstile') =>
  ({ outcome: 'unavailable', dependency, error, isWorthATry }) as const;

interface Wanted {
  readonly action: string;
  readonly hostnames: ReadonlySet<string>;
}

/** A token of another page or another flow may have been solved by a person who was told something else. */
const judge = ({ status, body }: JsonAnswer, { action, hostnames }: Wanted): Verdict => {
  if (status >= 500) return unavailable(`HTTP ${status}`, true);
  const parsed = SiteverifyAnswer.safeParse(body);
  if (!parsed.success) return unavailable('Malformed', true);
  const answer = parsed.data;
  if (!answer.success) return explain(answer);
  if (answer.action !== action) return { outcome: 'refused', error: 'wrong-action' };
  if (!hostnames.has(answer.hostname ?? '')) return { outcome: 'refused', error: 'wrong-hostname' };
  return { outcome: 'passed' };
};

const explain = ({ 'error-codes': codes = [] }: SiteverifyAnswer): Verdict => {
  const error = KNOWN.find((code) => codes.includes(code)) ?? 'unknown';
  const own = WRONG_SECRET.find((code) => codes.includes(code));
  if (own) return unavailable(own, true);
  if (codes.some((code) => PASSING.includes(code))) return unavailable('internal-error', true);
  return REFUSED.includes(error) ? { outcome: 'refused', error } : unavailable(error, false);
};

/** RFC 9562, section 5.8: version 8, for what is derived. */
const uuidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20, 32)];
  return `${a}-${b}-8${c}-a${d}-${e}`;
};
