// Tries again what was given up: tickets and events of every dead-letter queue, and rows whose mail no queue holds any more.
import { createSqsRetryQueue } from '#adapters/sqs-retry-queue.ts';
import { type DeliveryTicket, isUrgent } from '#domain/delivery/delivery.ts';
import type { RetryQueue } from '#domain/ports/delivery.ts';
import { readTicket } from '#schemas/delivery-ticket.ts';
import { owedOf } from '#use-cases/delivery/owed-rows.ts';
import { UserError } from '../../user-error.ts';
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import { findResource, resourcesOf } from '../stack.ts';
import { type DeadLetter, readDeadLetters, removeDeadLetter } from './dead-letters.ts';
import { needVerifications } from './need-stack.ts';
import { redriveEvents } from './redrive-events.ts';
import { redriveFeedback } from './redrive-feedback.ts';
import { redriveWebhooks } from './redrive-webhooks.ts';
import { findStale, STALE_MILLISECONDS } from './stale-deliveries.ts';

interface Counts {
  /** Tickets moved from the courier's dead-letter queue to a retry queue. */
  tickets: number;
  /** Rows that were pending or queued for too long, put into a retry queue. */
  rows: number;
  /** Notes of the stream that were removed because the scan covered their rows. */
  streamNotes: number;
  /** Events moved from the feedback function's dead-letter queue back to it. */
  events: number;
  /** Events moved back to the queues of endpoints of webhooks. */
  webhooks: number;
  /** Events of accounts moved back to their retry queue. */
  accountEvents: number;
  /** Sessions that a copied token had ended, and that are told of now. */
  reused: number;
  /** Messages left in a queue: too young to be covered, or not ours. */
  left: number;
}

/**
 * Safe to repeat and to interrupt: a message is removed after its ticket is in the queue, never before, and the courier
 * only sends what a row still owes. Throws what AWS answers.
 */
export const redrive = async (context: Context): Promise<Report> => {
  const { table } = needVerifications(context);
  const { sqs, documents } = context.clients;
  const { deadLetters, retries } = queuesOf(context);
  const before = context.now() - STALE_MILLISECONDS;
  // Feedback first: it may suppress an address that a mail below would go to.
  const [feedback, webhooks] = [await redriveFeedback(context), await redriveWebhooks(context)];
  const left = feedback.left + webhooks.left;
  const counts: Counts = {
    tickets: 0,
    rows: 0,
    streamNotes: 0,
    ...feedback,
    ...webhooks,
    accountEvents: 0,
    reused: 0,
    left,
  };
  const done = new Set<string>();

  const letters = await readDeadLetters(sqs, deadLetters);
  const notes: DeadLetter[] = [];
  for (const letter of letters) {
    const ticket = readTicket(letter.body);
    if (isStreamNote(letter)) notes.push(letter);
    else if (ticket && (await put(retries, ticket))) {
      await removeDeadLetter(sqs, deadLetters, letter);
      done.add(nameOf(ticket));
      counts.tickets++;
    } else counts.left++;
  }
  for (const ticket of await findStale(documents, table, before)) {
    if (!done.has(nameOf(ticket)) && (await put(retries, ticket))) counts.rows++;
  }
  // Only now: the rows of a note are older than it, and the scan has queued all of them that still wait.
  for (const letter of notes) {
    if (letter.sentAt >= before) counts.left++;
    else {
      await removeDeadLetter(sqs, deadLetters, letter);
      counts.streamNotes++;
    }
  }
  const accounts = await redriveEvents(context);
  return toReport({ ...counts, ...accounts, left: counts.left + accounts.left });
};

/** A note of the stream has shard and sequence numbers, and no rows. */
const isStreamNote = ({ body }: DeadLetter): boolean => body.includes('"DDBStreamBatchInfo"');

const nameOf = ({ pk, id, seq }: DeliveryTicket): string => JSON.stringify([pk, id, seq]);

/** `false` for a ticket whose kind of row this code does not know. */
const put = async (retries: RetryQueue, ticket: DeliveryTicket): Promise<boolean> => {
  const owed = owedOf(ticket.pk);
  if (!owed) return false;
  await retries.put(ticket, { urgent: isUrgent(owed.purpose), delaySeconds: 0 });
  return true;
};

const queuesOf = ({ stack, clients }: Context) => {
  const urlOf = (prefix: string) => stack && findResource(stack, 'AWS::SQS::Queue', prefix);
  const [deadLetters, urgentQueueUrl, ordinaryQueueUrl] = ['DeadLetters', 'Urgent', 'Ordinary'].map((name) =>
    urlOf(`Courier${name}`),
  );
  if (deadLetters && urgentQueueUrl && ordinaryQueueUrl) {
    return { deadLetters, retries: createSqsRetryQueue({ client: clients.sqs, urgentQueueUrl, ordinaryQueueUrl }) };
  }
  const found = stack ? resourcesOf(stack, 'AWS::SQS::Queue').length : 0;
  throw new UserError({
    ko: `courier의 대기열을 찾지 못했습니다 (대기열 ${found}개): 다시 배포하세요.`,
    en: `The courier's queues were not found (the stack has ${found} queues): deploy again.`,
  });
};

const toReport = (counts: Counts): Report => {
  const { tickets, rows, streamNotes, events, webhooks, accountEvents, reused, left } = counts;
  return {
    exitCode: left > 0 ? 1 : 0,
    lines: [
      {
        ko: `실패로 남았던 발송 ${tickets}개를 대기열에 다시 넣었습니다.`,
        en: `${tickets} mails moved from the dead-letter queue back to the retry queues.`,
      },
      {
        ko: `5분 넘게 기다리던 발송 ${rows}개를 대기열에 넣었습니다.`,
        en: `${rows} mails that had waited for more than 5 minutes were put into the queues.`,
      },
      { ko: `스트림의 기록 ${streamNotes}개를 지웠습니다.`, en: `${streamNotes} notes of the stream were removed.` },
      {
        ko: `처리하지 못했던 SES 이벤트 ${events}개를 feedback 함수에 다시 보냈습니다.`,
        en: `${events} events of SES moved from the dead-letter queue back to the feedback function.`,
      },
      ...(webhooks > 0
        ? [
            {
              ko: `엔드포인트가 받지 않았던 이벤트 ${webhooks}개를 대기열에 다시 넣었습니다.`,
              en: `${webhooks} events moved from the dead letters of webhooks back to the queues of their endpoints.`,
            },
          ]
        : []),
      ...(accountEvents + reused > 0
        ? [
            {
              ko: `계정 이벤트 ${accountEvents}개를 다시 보내고, 빠졌던 session.reused ${reused}개를 기록했습니다.`,
              en: `${accountEvents} events of accounts are sent again, and ${reused} session.reused were written that were missing.`,
            },
          ]
        : []),
      ...(left > 0
        ? [
            {
              ko: `${left}개는 남겨 두었습니다: 5분 뒤 다시 실행하고, 그래도 남으면 docs/alarms.ko.md를 보세요.`,
              en: `${left} were left: run this again in 5 minutes; if some remain, see docs/alarms.md.`,
            },
          ]
        : []),
    ],
    json: { ...counts },
  };
};
