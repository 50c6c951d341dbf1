// Dead letters: what was given up and waits for an operator.
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Context } from '../../context.ts';
import { type Finding, note, ok } from '../../finding.ts';
import { resourcesOf } from '../../stack.ts';

/** Messages that a redrive read and left are hidden for some minutes, and counted too. */
const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

export const checkDeadLetters = async ({ clients, stack }: Context): Promise<Finding[]> => {
  if (!stack) return [];
  const queues = resourcesOf(stack, 'AWS::SQS::Queue').filter(({ logicalId }) => logicalId.includes('DeadLetters'));
  return Promise.all(
    queues.map(async ({ logicalId, physicalId }) => {
      const AttributeNames = [...COUNTS];
      const { Attributes } = await clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: physicalId, AttributeNames }),
      );
      return judgeDepth(
        logicalId,
        COUNTS.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0),
      );
    }),
  );
};

/** `depth`: about how many messages. */
export const judgeDepth = (logicalId: string, depth: number): Finding => {
  const { label, first } = OWNERS.find(({ prefix }) => logicalId.startsWith(prefix)) ?? FEEDBACK;
  const what = { ko: `${label.ko}: 실패로 남은 것 ${depth}개`, en: `${label.en}: ${depth} given up` };
  if (depth === 0) return ok('deadLetters', what);
  return note('deadLetters', what, {
    ko: `${first.ko} 원인을 고친 뒤: npm run doctor -- redrive`,
    en: `${first.en}, fix the cause, then: npm run doctor -- redrive`,
  });
};

const FEEDBACK = {
  prefix: 'Feedback',
  label: { ko: '발송 결과', en: 'Feedback' },
  first: { ko: 'feedback 함수의 로그를 보고', en: 'Read the log of the feedback function' },
};
/** Whose dead letters a queue holds, and where to look first. */
const OWNERS = [
  {
    prefix: 'Courier',
    label: { ko: '발송', en: 'Mails' },
    first: { ko: '로그의 courier_failed를 보고', en: 'Read courier_failed in the log' },
  },
  {
    prefix: 'Events',
    label: { ko: '이벤트', en: 'Events' },
    first: {
      ko: 'events 함수 로그의 dependency_failed를 보고',
      en: 'Read dependency_failed in the log of the events function',
    },
  },
  {
    prefix: 'Webhooks',
    label: { ko: '웹훅', en: 'Webhooks' },
    first: { ko: '로그의 webhook_given_up을 보고', en: 'Read webhook_given_up in the log' },
  },
  FEEDBACK,
];
