// Events of SES that the feedback function gave up: `doctor redrive` sends them to the deployed function again.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { pendingSignUp, type Target } from '../black-box/flows/target.ts';
import { sesEvent } from '../support/ses-events.ts';
import type { Deployment } from './deploy.ts';
import type { Doctor } from './doctor-process.ts';
import { clientOptions, type MiniStack } from './ministack.ts';
import { physicalName } from './resources.ts';
import { signUpRow } from './rows.ts';

interface Deployed {
  readonly miniStack: MiniStack;
  readonly deployment: Deployment;
  readonly doctor: Doctor;
  readonly target: Target;
}

/** The account is out of the sandbox. */
export const describeFeedbackRedrive = (deployed: () => Deployed): void => {
  const rowWith = (address: string, status: string) => signUpRow(deployed(), address, status);
  /** A sign-up whose mail went out, and the event of its bounce. */
  const bounced = async () => {
    const { address: to } = await pendingSignUp(deployed().target);
    const { id, delivery } = await rowWith(to, 'sent');
    const tags = { purpose: 'signup', challenge: id, seq: String(delivery.seq) };
    return { to, event: { source: 'aws.ses', detail: sesEvent('bouncedForGood', { to, tags }, Date.now()) } };
  };
  const leave = async (body: unknown): Promise<void> => {
    const { miniStack, deployment } = deployed();
    const QueueUrl = await physicalName(miniStack, deployment, 'FeedbackDeadLetters');
    const client = new SQSClient(clientOptions(miniStack));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
    client.destroy();
  };

  describe('events of SES that were given up', () => {
    it('are recorded after a redrive, and suppress their addresses; other messages stay', async () => {
      const { doctor } = deployed();
      const [first, second] = [await bounced(), await bounced()];
      await leave(first.event);
      await leave({ requestContext: { condition: 'RetriesExhausted' }, requestPayload: second.event });
      await leave({ requestPayload: { detail: {} } });

      const { exitCode, stdout } = await doctor.run(['redrive', '--json']);
      expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 1, tickets: 0, events: 2, left: 1 });
      for (const { to } of [first, second]) {
        expect((await rowWith(to, 'bounced')).delivery.reason).toBe('mailbox_refused');
        expect(await doctor.run(['--address', to])).toMatchObject({
          exitCode: 1,
          stdout: expect.stringContaining(`${to}: gets no mail (Latchkey: bounced)`),
        });
      }
      expect((await doctor.check()).of('deadLetters')).toContainEqual(
        expect.objectContaining({ what: 'Feedback: 1 given up' }),
      );
    });
  });
};
