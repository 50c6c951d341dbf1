// Reads the messages of a dead-letter queue without losing one: each stays until it is removed.
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export interface DeadLetter {
  readonly receipt: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly body: string;
}

/** Long enough for a scan of the table. Afterwards the messages that were left become visible again. */
const HIDDEN_SECONDS = 300;

/** All messages, as far as SQS returns them. Running this again finds the others. */
export const readDeadLetters = async (client: SQSClient, QueueUrl: string): Promise<DeadLetter[]> => {
  const letters = new Map<string, DeadLetter>();
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        // Long polling asks all servers of the queue.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    const known = letters.size;
    for (const message of Messages) letters.set(message.MessageId ?? '', toLetter(message));
    if (letters.size === known) return [...letters.values()];
  }
};

const toLetter = ({ Body = '', ReceiptHandle = '', Attributes }: Message): DeadLetter => ({
  receipt: ReceiptHandle,
  sentAt: Number(Attributes?.SentTimestamp ?? 0),
  body: Body,
});

export const removeDeadLetter = async (client: SQSClient, QueueUrl: string, { receipt }: DeadLetter): Promise<void> => {
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
};
