// Sends the events of SES that the feedback function gave up to it again.
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { readFeedback } from '#schemas/feedback-event.ts';
import { UserError } from '../../user-error.ts';
import type { Context } from '../context.ts';
import { findResource } from '../stack.ts';
import { readDeadLetters, removeDeadLetter } from './dead-letters.ts';

interface FeedbackCounts {
  /** Events that were sent to the feedback function again. */
  readonly events: number;
  /** Messages left in the queue because they are not ours. */
  readonly left: number;
}

/**
 * A message is removed after Lambda has accepted its event, never before. Repeated or unordered events do no harm to the
 * function, and an event that fails again comes back to the same queue. Throws what AWS answers.
 */
export const redriveFeedback = async ({ config, stack, clients }: Context): Promise<FeedbackCounts> => {
  // Only SES reports bounces, so without it there is no such function.
  if (!config.usesSes) return { events: 0, left: 0 };
  const deadLetters = stack && findResource(stack, 'AWS::SQS::Queue', 'FeedbackDeadLetters');
  const FunctionName = stack && findResource(stack, 'AWS::Lambda::Function', 'FeedbackFunction');
  if (!deadLetters || !FunctionName) {
    throw new UserError({
      ko: 'feedback 함수나 그 데드레터 큐를 찾지 못했습니다: 다시 배포하세요.',
      en: 'The feedback function or its dead-letter queue was not found: deploy again.',
    });
  }
  let events = 0;
  const letters = await readDeadLetters(clients.sqs, deadLetters);
  for (const letter of letters) {
    const event = readEvent(letter.body);
    if (!event) continue;
    const Payload = JSON.stringify(event);
    await clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
    await removeDeadLetter(clients.sqs, deadLetters, letter);
    events++;
  }
  return { events, left: letters.length - events };
};

/**
 * EventBridge leaves the event itself, Lambda a record of the failed call with the event in `requestPayload`
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html). `undefined` for an event that the
 * function cannot parse: it would skip it silently, and the event would be lost.
 */
const readEvent = (body: string): object | undefined => {
  const record = parseObject(body);
  const event = asObject(record?.['requestPayload']) ?? record;
  return event && readFeedback(event['detail']) && event;
};

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
