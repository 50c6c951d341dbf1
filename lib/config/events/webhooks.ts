// The form of the key `webhooks`: the endpoints of the team that are told of events.
import * as z from 'zod/mini';
import { EVENT_TYPES } from '#domain/audit/event-types.ts';
import { isPublicAddress } from '#domain/webhooks/public-address.ts';
import { callerName, listOf, object, secretArn, textThat } from '../fields.ts';

const URL_MAXIMUM_LENGTH = 255;

/** The host, if it is an address as a URL has it: four numbers, or IPv6 in brackets. A URL has no other form of an address. */
const addressIn = ({ hostname }: URL): string | undefined => {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return /^[\d.]+$/.test(hostname) ? hostname : undefined;
};

/** Names of this machine or of one network alone. What a name leads to is checked at each try. */
const isLocalName = (hostname: string): boolean =>
  !hostname.includes('.') || /(?:^|\.)(?:localhost|local|internal)\.?$/.test(hostname);

const isEndpoint = (text: string): boolean => {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || text.length > URL_MAXIMUM_LENGTH || /[\s#]/.test(text)) return false;
  if (url.username !== '' || url.password !== '') return false;
  const address = addressIn(url);
  return address === undefined ? !isLocalName(url.hostname) : isPublicAddress(address);
};

const isEventFilter = (text: string): boolean =>
  text.endsWith('.*')
    ? EVENT_TYPES.some((type) => type.startsWith(text.slice(0, -1)))
    : EVENT_TYPES.some((type) => type === text);

export const webhooks = listOf(
  object({
    name: callerName,
    url: textThat(
      isEndpoint,
      `must be an https URL on the public Internet, such as "https://api.example.com/webhooks", without user, password or "#", of at most ${URL_MAXIMUM_LENGTH} characters`,
    ),
    secretArn,
    events: z.exactOptional(
      listOf(
        textThat(isEventFilter, 'must be a type of event, such as "user.created", or all of a kind, such as "user.*"'),
        'types of events, such as ["user.*", "session.reused"]',
      ).check(z.refine((types) => types.length > 0, 'must name at least one type, or be left out for all')),
    ),
  }),
  'endpoints, such as [{ "name": "orders", "url": "https://api.example.com/webhooks", "secretArn": "arn:aws:secretsmanager:…" }]',
);
