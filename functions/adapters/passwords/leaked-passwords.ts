// Asks Have I Been Pwned whether a password was in a leak: https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
// Only the first 5 of the 40 hex digits of its SHA-1 leave: hundreds of passwords share them.
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LeakedPasswords } from '#domain/ports/passwords.ts';
import type { Clock, EventLog } from '#domain/ports.ts';
import { MINUTE_MILLISECONDS } from '#domain/window.ts';
import { codeOf, NoAnswerError, StaleConnection, sendRequest } from '../http-request.ts';

interface LeakedPasswordsOptions {
  readonly clock: Clock;
  readonly log: EventLog;
  /** `https://host`, without a path. */
  readonly endpoint?: string;
  /** For connection, request and the whole answer together. */
  readonly timeoutMilliseconds?: number;
}

const ENDPOINT = 'https://api.pwnedpasswords.com';
const ANSWER_MILLISECONDS = 800;
const PREFIX_LENGTH = 5;
/** With padding an answer has 800 to 1,000 lines of about 40 characters. */
const LARGEST_CHARACTERS = 256 * 1024;
const LINE = /^([0-9A-F]{35}):([0-9]{1,10})$/;

/** A person who is refused sends another password, so few answers are asked for twice. */
const KEPT_RANGES = 32;
const KEPT_MILLISECONDS = 10 * MINUTE_MILLISECONDS;

/** The other 35 digits of each leaked password with this beginning. */
type Range = ReadonlySet<string>;

/** There was an answer that is none of a range: another status or another content. */
class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError';
}

export const createLeakedPasswords = (options: LeakedPasswordsOptions): LeakedPasswords => {
  const { clock, log } = options;
  const ask = createRangeClient(options);
  const kept = new Map<string, { readonly range: Promise<Range>; readonly until: number }>();

  const rangeOf = (prefix: string): Promise<Range> => {
    const now = clock.now();
    const known = kept.get(prefix);
    if (known && now < known.until) return known.range;
    const range = ask(prefix);
    // Last in the order of the map, which is that of age.
    kept.delete(prefix);
    kept.set(prefix, { range, until: now + KEPT_MILLISECONDS });
    const [oldest] = kept.keys();
    if (kept.size > KEPT_RANGES && oldest !== undefined) kept.delete(oldest);
    range.catch(() => kept.get(prefix)?.range === range && kept.delete(prefix));
    return range;
  };

  return {
    has: async (password) => {
      const digest = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
      try {
        const range = await rangeOf(digest.slice(0, PREFIX_LENGTH));
        return range.has(digest.slice(PREFIX_LENGTH));
      } catch (error) {
        log.write('leaked_passwords_unavailable', faultOf(error));
        return false;
      }
    },
  };
};

const faultOf = (error: unknown): { readonly reason: string; readonly error?: string } => {
  if (error instanceof WrongAnswerError) return { reason: 'wrong_answer', error: error.message };
  const code = error instanceof NoAnswerError ? error.code : codeOf(error);
  return code === 'ETIMEDOUT' ? { reason: 'slow' } : { reason: 'no_answer', error: code };
};

const createRangeClient = ({
  endpoint = ENDPOINT,
  timeoutMilliseconds = ANSWER_MILLISECONDS,
}: LeakedPasswordsOptions) => {
  const { protocol, hostname, port } = new URL(endpoint);
  const { Agent } = protocol === 'http:' ? http : https;
  const agent = new Agent({ keepAlive: true });
  const headers = { 'user-agent': 'Latchkey', 'add-padding': 'true', accept: 'text/plain' };

  const askOnce = async (prefix: string, signal: AbortSignal): Promise<Range> => {
    const to = { protocol, hostname, port, agent, method: 'GET', headers };
    return read(await sendRequest({ ...to, path: `/range/${prefix}`, signal }));
  };

  return async (prefix: string): Promise<Range> => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      // After a pause of the function the server may have closed its connections.
      return await askOnce(prefix, signal).catch((error) => {
        if (error instanceof StaleConnection && error.wasClosed && !signal.aborted) return askOnce(prefix, signal);
        throw error;
      });
    } catch (error) {
      if (error instanceof WrongAnswerError || error instanceof NoAnswerError) throw error;
      throw new NoAnswerError(signal.aborted ? 'ETIMEDOUT' : codeOf(error), { cause: error });
    }
  };
};

const read = async (response: http.IncomingMessage): Promise<Range> => {
  if (response.statusCode !== 200) {
    response.destroy();
    throw new WrongAnswerError(`status ${response.statusCode}`);
  }
  let text = '';
  for await (const part of response.setEncoding('latin1')) {
    text += part;
    if (text.length > LARGEST_CHARACTERS) throw new NoAnswerError('TOO_LARGE');
  }
  return parse(text);
};

/** Every range has leaked passwords, so an empty answer is a wrong one. Lines that are there as padding count 0. */
const parse = (text: string): Range => {
  const leaked = new Set<string>();
  for (const line of text.trimEnd().split(/\r?\n/)) {
    const [, suffix, count] = LINE.exec(line) ?? [];
    if (suffix === undefined) throw new WrongAnswerError('content');
    if (Number(count) > 0) leaked.add(suffix);
  }
  return leaked;
};
