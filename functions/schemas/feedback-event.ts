// Reads the events that SES publishes through EventBridge about one mail.
// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
import * as z from 'zod/mini';
import type { Feedback, FeedbackKind } from '#domain/delivery/feedback.ts';

const tag = z.tuple([z.string()], z.string());
const recipients = z.array(z.looseObject({ emailAddress: z.string(), status: z.optional(z.string()) }));

const Detail = z.looseObject({
  eventType: z.string(),
  mail: z.looseObject({
    messageId: z.string(),
    timestamp: z.string(),
    destination: z.array(z.string()),
    tags: z.looseObject({ purpose: tag, challenge: tag, seq: tag }),
  }),
  bounce: z.optional(
    z.looseObject({
      bounceType: z.string(),
      bounceSubType: z.optional(z.string()),
      bouncedRecipients: recipients,
      timestamp: z.optional(z.string()),
    }),
  ),
  complaint: z.optional(z.looseObject({ complainedRecipients: recipients, timestamp: z.optional(z.string()) })),
  delivery: z.optional(
    z.looseObject({ timestamp: z.optional(z.string()), processingTimeMillis: z.optional(z.number()) }),
  ),
  deliveryDelay: z.optional(z.looseObject({ timestamp: z.optional(z.string()) })),
});
type EventDetail = z.infer<typeof Detail>;

const KINDS: Readonly<Record<string, FeedbackKind>> = {
  Delivery: 'delivered',
  DeliveryDelay: 'delayed',
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'rejected',
  'Rendering Failure': 'rejected',
};

/** `undefined` for other kinds of events, for mails that are not ours, and for events that cannot be read. */
export const readFeedback = (detail: unknown): Feedback | undefined => {
  const parsed = Detail.safeParse(detail);
  if (!parsed.success) return undefined;
  const { eventType, mail } = parsed.data;
  const kind = KINDS[eventType];
  const [address] = mail.destination;
  const seq = Number(mail.tags.seq[0]);
  if (kind === undefined || address === undefined || !Number.isInteger(seq)) return undefined;
  const tookMilliseconds = parsed.data.delivery?.processingTimeMillis;
  return {
    kind: kind === 'bounced' && isForGood(parsed.data) ? 'bounced_for_good' : kind,
    address: address.toLowerCase(),
    messageId: mail.messageId,
    purpose: mail.tags.purpose[0],
    id: mail.tags.challenge[0],
    seq,
    at: timeOf(parsed.data),
    ...(tookMilliseconds !== undefined && { tookMilliseconds }),
    ...(parsed.data.bounce?.bounceSubType === 'OnAccountSuppressionList' && { isNotTried: true }),
  };
};

/** https://datatracker.ietf.org/doc/html/rfc3463 */
const MAILBOX_FULL = '5.2.2';
const NO_SUCH_USER = '5.1.1';
/** It says "no such user" of every mail whose sender the team has not registered with Apple. */
const APPLE_RELAY = /@privaterelay\.appleid\.com$/i;

/** Servers also call passing faults permanent: those say nothing against the address. */
const isForGood = ({ bounce, mail: { destination } }: EventDetail): boolean => {
  const status = bounce?.bouncedRecipients[0]?.status;
  if (status === MAILBOX_FULL) return false;
  if (status === NO_SUCH_USER && APPLE_RELAY.test(destination[0] ?? '')) return false;
  return bounce?.bounceType === 'Permanent';
};

const timeOf = ({ mail, bounce, complaint, delivery, deliveryDelay }: EventDetail): number => {
  const own = bounce?.timestamp ?? complaint?.timestamp ?? delivery?.timestamp ?? deliveryDelay?.timestamp;
  const time = Date.parse(own ?? mail.timestamp);
  return Number.isNaN(time) ? 0 : time;
};
