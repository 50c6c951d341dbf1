// Feedback from SES with the deployed function: it updates the row, and an address that bounced gets no more mail.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { challengeKey, suppressionKey } from '#domain/store-keys.ts';
import { eventually, PASSWORD, pendingSignUp, post, type Target } from '../black-box/flows/target.ts';
import type { Deployment } from './deploy.ts';
import { createSesEvents } from './feedback-events.ts';
import { clientOptions, type MiniStack } from './ministack.ts';
import { physicalName } from './resources.ts';

interface Deployed {
  readonly miniStack: MiniStack;
  readonly deployment: Deployment;
  readonly target: Target;
}

export const describeFeedback = (deployed: () => Deployed): void => {
  /** A sign-up whose mail has gone out, and the row it left. */
  const begin = async () => {
    const { miniStack, deployment, target } = deployed();
    const { address } = await pendingSignUp(target);
    const TableName = await physicalName(miniStack, deployment, 'TablesVerifications');
    const read = async <Row>(pk: string): Promise<Row | undefined> => {
      const client = new DynamoDBClient(clientOptions(miniStack));
      const { Item } = await client.send(
        new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead: true }),
      );
      client.destroy();
      return Item && (unmarshall(Item) as Row);
    };
    const { pk } = challengeKey({ purpose: 'signup', channel: 'email', address });
    const rowWith = (status: string) =>
      eventually(async () => {
        const row = await read<Challenge>(pk);
        return row?.delivery.status === status ? row : undefined;
      }, `delivery ${status}`);
    const { id, delivery } = await rowWith('sent');
    const sent = { to: address, purpose: 'signup', challenge: id, seq: delivery.seq };
    const suppression = () => read<{ readonly reason: string }>(suppressionKey('email', address).pk);
    return { address, sent, rowWith, suppression, events: await createSesEvents(miniStack, deployment) };
  };

  describe('feedback from SES on a mail', () => {
    it('is taken by the deployed rule for our configuration set, and for no other', async () => {
      const { events, sent } = await begin();
      expect(await events.isTaken('delivered', sent)).toBe(true);
      expect(await events.isTaken('bouncedForGood', sent)).toBe(true);
      expect(await events.isTaken('delivered', sent, 'of-somebody-else')).toBe(false);
    });

    it('makes its row delivered', async () => {
      const { events, sent, rowWith, suppression } = await begin();
      await events.publish('delivered', sent);
      expect((await rowWith('delivered')).delivery).toMatchObject({ status: 'delivered', seq: sent.seq });
      expect(await suppression()).toBeUndefined();
    });

    it('stops mail to an address that bounced permanently', async () => {
      const { target } = deployed();
      const { address, events, sent, rowWith, suppression } = await begin();
      await events.publish('bouncedForGood', sent);
      expect((await rowWith('bounced')).delivery.reason).toBe('mailbox_refused');
      expect(await suppression()).toMatchObject({ reason: 'bounced' });
      await target.passCoolDown?.();
      expect((await post(target, '/signup', { email: address, password: PASSWORD })).status).toBe(202);
      expect((await rowWith('skipped')).delivery.reason).toBe('suppressed');
      expect(await target.mails(address)).toHaveLength(1);
    });
  });
};
