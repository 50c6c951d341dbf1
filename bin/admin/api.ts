// Calls the admin API. What it refuses is a value with its sentence; what keeps a call from being answered is a UserError.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Words } from '../doctor/finding.ts';
import { UserError } from '../user-error.ts';
import { credentialFault } from './faults/credential-fault.ts';
import { gatewayFault } from './faults/gateway-fault.ts';
import { noAnswer, wasNotSent } from './faults/no-answer.ts';
import { readRefusal } from './faults/refusal.ts';
import { findPlace, type Place, type PlaceOptions, processSurroundings, type Surroundings } from './place.ts';

export type Answer =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false;
      readonly status: number;
      /** Of the problem document, such as `not_found`. */
      readonly code: string;
      /** What happened and what to do. */
      readonly words: Words;
    };

export interface AdminApi {
  /** Where it is, for people. */
  readonly name: Words;
  readonly isLocal: boolean;
  /**
   * `path` such as `/admin/users/find`. `isRepeatable`: the same call twice does no harm, so it is sent again when no answer
   * came; the default says so of what only reads, and of what an idempotency key makes one. @throws UserError if there is no
   * answer, or one that is not of the service.
   */
  readonly call: (path: string, body: object, isRepeatable?: boolean) => Promise<Answer>;
}

/** API Gateway gives up after 30 seconds: its answer comes first. */
const TIMEOUT_MILLISECONDS = 35_000;
const PAUSES_MILLISECONDS = [300, 1000] as const;
const LONGEST_PAUSE_SECONDS = 10;
const REPEATABLE = /^\/admin\/users\/(?:find|list|show|explain|audit|export|create)$/;

interface Call {
  readonly path: string;
  readonly body: string;
  /** The same for each try. */
  readonly key: string;
  readonly isRepeatable: boolean;
}

/** @throws UserError if there is no such stage, no key or no credentials. */
export const adminApi = async (
  options: PlaceOptions,
  surroundings: Surroundings = processSurroundings(),
): Promise<AdminApi> => {
  const place = await findPlace(options, surroundings);
  return {
    name: place.name,
    isLocal: place.isLocal,
    call: (path, body, isRepeatable = REPEATABLE.test(path)) =>
      callOften(place, { path, body: JSON.stringify(body), key: randomUUID(), isRepeatable }),
  };
};

const callOften = async (place: Place, call: Call): Promise<Answer> => {
  for (const pause of PAUSES_MILLISECONDS) {
    const tried = await callOnce(place, call);
    if (tried.isFinal) return tried.answer();
    await wait(tried.pauseSeconds === undefined ? pause : tried.pauseSeconds * 1000);
  }
  return (await callOnce(place, call)).answer();
};

interface Tried {
  /** Not to be repeated, or of no use. */
  readonly isFinal: boolean;
  /** That the answer asks for. */
  readonly pauseSeconds?: number;
  /** Throws for what is no answer of the service. */
  readonly answer: () => Answer;
}

const callOnce = async (place: Place, call: Call): Promise<Tried> => {
  const url = new URL(`${place.url}${call.path}`);
  const headers = await place.authorise(url, call.body).catch((error) => {
    throw credentialFault(error);
  });
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': call.key },
      body: call.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    text = await response.text();
  } catch (error) {
    // Nothing listens on this machine: a second try finds nothing either.
    const mayRepeat = !place.isLocal && (call.isRepeatable || wasNotSent(error));
    const answer = () => {
      throw noAnswer(error, place, call.isRepeatable);
    };
    return { isFinal: !mayRepeat, answer };
  }
  return judge(response, text, place, call);
};

const judge = ({ status, headers }: Response, text: string, place: Place, { isRepeatable }: Call): Tried => {
  const body = parse(text);
  const pauseSeconds = Number(headers.get('retry-after') ?? 0);
  const mayRepeat = status === 429 || (isRepeatable && [502, 503, 504].includes(status));
  return {
    isFinal: !mayRepeat || pauseSeconds > LONGEST_PAUSE_SECONDS,
    ...(pauseSeconds > 0 && { pauseSeconds }),
    answer: () => {
      if (status === 200 && body !== undefined) return { ok: true, body };
      const refusal = readRefusal(status, body);
      if (refusal) return { ok: false, status, ...refusal };
      throw new UserError(gatewayFault({ status, text, date: headers.get('date') }, place, isRepeatable));
    },
  };
};

/** `undefined` for what is not JSON. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
