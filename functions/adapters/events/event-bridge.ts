// The bus on EventBridge: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
import * as z from 'zod/mini';
import type { AccountEvent } from '#domain/audit/event.ts';
import { DependencyError } from '#domain/errors.ts';
import type { EventBus } from '#domain/ports/events.ts';
import type { Clock } from '#domain/ports.ts';
import { EVENT_SOURCE, REPLAY_SOURCE, replayTypeOf } from '#domain/webhooks/webhook.ts';
import { type AwsCredentials, signAwsRequest } from '../aws-signature.ts';
import { NoAnswerError } from '../http-request.ts';
import { createJsonClient } from '../https-json.ts';

interface EventBridgeOptions {
  /** ARN or name. */
  readonly bus: string;
  readonly region: string;
  /** `https://host` of EventBridge in the region. */
  readonly endpoint: string;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly clock: Clock;
}

const TARGET = 'AWSEvents.PutEvents';
const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TIMEOUT_MILLISECONDS = 3000;

const Answer = z.object({ Entries: z.array(z.object({ EventId: z.optional(z.string()) })) });

/** `name`: what was wrong, for the log. */
class BusError extends Error {
  override readonly name: string;
  constructor(name: string, options?: ErrorOptions) {
    super('the bus took no events', options);
    this.name = name;
  }
}

export const createEventBridge = ({ bus, region, endpoint, credentials, clock }: EventBridgeOptions): EventBus => {
  const ask = createJsonClient({ endpoint, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
  const { host } = new URL(endpoint);
  const put = async (events: readonly AccountEvent[], endpoint?: string): Promise<readonly boolean[]> => {
    const payload = { Entries: events.map((event) => toEntry(event, bus, endpoint)) };
    const request = { service: 'events', region, host, path: '/', target: TARGET, body: JSON.stringify(payload) };
    const headers = signAwsRequest({ ...request, now: clock.now() }, await credentials());
    const answer = await ask({ method: 'POST', path: '/', headers, body: payload, contentType: CONTENT_TYPE });
    if (answer.status !== 200) throw new BusError(refusalOf(answer.body, answer.status));
    const { Entries } = Answer.parse(answer.body);
    return events.map((_event, index) => Entries[index]?.EventId !== undefined);
  };
  return {
    put: (events, endpoint) =>
      put(events, endpoint).catch((error) => {
        const cause = error instanceof NoAnswerError ? new BusError(error.code, { cause: error }) : error;
        throw new DependencyError('eventbridge', cause);
      }),
  };
};

const toEntry = (event: AccountEvent, EventBusName: string, endpoint: string | undefined) => ({
  EventBusName,
  // Rules name both.
  Source: endpoint === undefined ? EVENT_SOURCE : REPLAY_SOURCE,
  DetailType: endpoint === undefined ? event.type : replayTypeOf(endpoint),
  Time: Date.parse(event.at) / 1000,
  Detail: JSON.stringify(event),
});

/** Such as `AccessDeniedException`. */
const refusalOf = (body: unknown, status: number): string => {
  const type =
    z
      .safeParse(z.object({ __type: z.string() }), body)
      .data?.__type.split('#')
      .at(-1) ?? '';
  return /^\w{1,64}$/.test(type) ? type : `HTTP ${status}`;
};
