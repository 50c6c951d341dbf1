// Brings back what was given up: tickets and events of both dead-letter queues, and rows whose mail nobody works on any more.
import { createSqsRetryQueue } from '#adapters/sqs-retry-queue.ts';
import { type DeliveryTicket, isUrgent } from '#domain/delivery/delivery.ts';
import type { RetryQueue } from '#domain/ports.ts';
import { readTicket } from '#schemas/delivery-ticket.ts';
import { owedOf } from '#use-cases/delivery/owed-rows.ts';
import { UserError } from '../../user-error.ts';
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import { findResource, resourcesOf } from '../stack.ts';
import { type DeadLetter, readDeadLetters, removeDeadLetter } from './dead-letters.ts';
import { needVerifications } from './need-stack.ts';
import { redriveFeedback } from './redrive-feedback.ts';
import { findStale, STALE_MILLISECONDS } from './stale-deliveries.ts';

interface Counts {
  /** Tickets of the courier's dead-letter queue that are back in a retry queue. */
  tickets: number;
  /** Rows that were pending or queued for too long, now in a retry queue. */
  rows: number;
  /** Notes of the stream whose rows the scan has covered, removed. */
  streamNotes: number;
  /** Events of the feedback function's dead-letter queue that it has again. */
  events: number;
  /** Messages left in either queue: too young to be covered, or none of ours. */
  left: number;
}

/**
 * Safe to repeat and to break off: a message is removed after its ticket is in the queue, never before, and the courier
 * sends nothing that is no longer owed. Throws what AWS answers.
 */
export const redrive = async (context: Context): Promise<Report> => {
  const { table } = needVerifications(context);
  const { sqs, documents } = context.clients;
  const { deadLetters, retries } = queuesOf(context);
  const before = context.now() - STALE_MILLISECONDS;
  // First what may suppress an address that a mail below would go to.
  const counts: Counts = { tickets: 0, rows: 0, streamNotes: 0, ...(await redriveFeedback(context)) };
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
  // Only now: a note names rows that were written before it, and the scan has put all of those that still wait.
  for (const letter of notes) {
    if (letter.sentAt >= before) counts.left++;
    else {
      await removeDeadLetter(sqs, deadLetters, letter);
      counts.streamNotes++;
    }
  }
  return toReport(counts);
};

/** Shard and sequence numbers, without rows. */
const isStreamNote = ({ body }: DeadLetter): boolean => body.includes('"DDBStreamBatchInfo"');

const nameOf = ({ pk, id, seq }: DeliveryTicket): string => JSON.stringify([pk, id, seq]);

/** `false` for a ticket of a row this code does not know. */
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
    en: `The courier's queues were not found (${found} queues in the stack): deploy again.`,
  });
};

const toReport = (counts: Counts): Report => {
  const { tickets, rows, streamNotes, events, left } = counts;
  return {
    exitCode: left > 0 ? 1 : 0,
    lines: [
      {
        ko: `실패로 남았던 발송 ${tickets}개를 대기열에 다시 넣었습니다.`,
        en: `${tickets} given-up mails are back in the queues.`,
      },
      {
        ko: `5분 넘게 기다리던 발송 ${rows}개를 대기열에 넣었습니다.`,
        en: `${rows} mails that had waited for more than 5 minutes were put into the queues.`,
      },
      { ko: `스트림의 기록 ${streamNotes}개를 지웠습니다.`, en: `${streamNotes} notes of the stream were removed.` },
      {
        ko: `처리하지 못했던 SES 이벤트 ${events}개를 feedback 함수에 다시 보냈습니다.`,
        en: `${events} given-up events of SES were handed to the feedback function again.`,
      },
      ...(left > 0
        ? [
            {
              ko: `${left}개는 남겨 두었습니다: 5분 뒤 다시 실행하고, 그래도 남으면 docs/alarms.ko.md를 보세요.`,
              en: `${left} were left: run this again in 5 minutes; if they stay, see docs/alarms.md.`,
            },
          ]
        : []),
    ],
    json: { ...counts },
  };
};
