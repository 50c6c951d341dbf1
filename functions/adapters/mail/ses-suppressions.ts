// The suppression list that SES keeps for the account. Only version 2 of the API has it, and its client would be half of the function.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetSuppressedDestination.html
import * as z from 'zod/mini';
import { DependencyError } from '#domain/errors.ts';
import type { AccountSuppressions } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import { late } from '#schemas/late.ts';
import { type AwsCredentials, signAwsRequest } from '../aws-signature.ts';
import { createJsonClient } from '../https-json.ts';

interface Options {
  readonly region: string;
  /** `https://host` of SES in that region. */
  readonly endpoint: string;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly clock: Clock;
  readonly timeoutMilliseconds: number;
}

/** `LastUpdateTime` is in epoch seconds. */
const Answer = late(() =>
  z.object({ SuppressedDestination: z.object({ Reason: z.string(), LastUpdateTime: z.optional(z.number()) }) }),
);

class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export const createSesSuppressions = ({
  region,
  endpoint,
  credentials,
  clock,
  timeoutMilliseconds,
}: Options): AccountSuppressions => {
  const ask = createJsonClient({ endpoint, timeoutMilliseconds });
  const { host } = new URL(endpoint);

  /** The body of the answer; `undefined` if the address is not on the list. */
  const askAbout = async (
    method: 'GET' | 'DELETE',
    address: string,
  ): Promise<{ readonly body: unknown } | undefined> => {
    try {
      const path = `/v2/email/suppression/addresses/${encode(address)}`;
      const request = { method, service: 'ses', region, host, path, body: '', now: clock.now() };
      const { status, body } = await ask({ method, path, headers: signAwsRequest(request, await credentials()) });
      if (status === 404) return undefined;
      if (status !== 200) throw new RefusedError(`HTTP ${status}`);
      return { body };
    } catch (error) {
      throw new DependencyError('ses', error);
    }
  };

  return {
    find: async (address) => {
      const answer = await askAbout('GET', address);
      if (!answer) return undefined;
      const read = Answer.safeParse(answer.body);
      if (!read.success) throw new DependencyError('ses', read.error);
      const { Reason: reason, LastUpdateTime: seconds } = read.data.SuppressedDestination;
      return { reason, ...(seconds !== undefined && { at: Math.round(seconds * 1000) }) };
    },
    lift: async (address) => (await askAbout('DELETE', address)) !== undefined,
  };
};

/** RFC 3986: the characters that JavaScript leaves as they are may stand in an address. */
const encode = (address: string): string =>
  encodeURIComponent(address).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
