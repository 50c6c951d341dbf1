// Mails by SMTP and sms by SNS make no difference for clients: the same flows, over a real SMTP server and SNS's own protocol.
import { SNSClient } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { createSns } from '#adapters/sms/sns.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { type LocalMessage, linkAndCodeOf } from '../../bin/local/local-message.ts';
import type { LocalSms } from '../../bin/local/sms/sms.ts';
import { useLocalTarget } from '../support/local/local-target.ts';
import { subjectOf } from '../support/mails.ts';
import { IS_SOAK } from '../support/rounds.ts';
import { type PublishedText, startSnsServer } from '../support/servers/sns-server.ts';
import { describeMessageFlows, describeSendingFlows } from './flows/black-box-flows.ts';
import { pendingSignUp } from './flows/target.ts';

const REGION = 'ap-northeast-1';

const startSms = async (): Promise<LocalSms> => {
  const server = await startSnsServer();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SNSClient({ region: REGION, endpoint: server.endpoint, credentials });
  const sns = { region: REGION };
  return {
    settings: { countries: { KR: 'sns' }, sns },
    transport: createSns({ client, settings: sns }),
    messages: () => server.texts().map(toMessage),
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
};

const toMessage = ({ to, message }: PublishedText): LocalMessage => ({
  channel: 'sms',
  to,
  subject: '',
  text: message,
  html: '',
  ...linkAndCodeOf(message),
  at: new Date().toISOString(),
});

const { target, messagesTo } = useLocalTarget({ mail: { transport: 'smtp', server: { port: 0 } }, startSms });

// `npm test` has seen the others by SES already.
const describeFlows = IS_SOAK ? describeMessageFlows : describeSendingFlows;
describeFlows('by SMTP and SNS', target);

it('a mail sent over SMTP has its Korean, HTML and text intact', async () => {
  const { address, token, code } = await pendingSignUp(target());
  const [message] = await messagesTo(address);
  expect(message).toMatchObject({ channel: 'email', link: `${target().issuer}/verify?${token}.ko`, code });
  expect(message?.subject).toContain(subjectOf('verification'));
  const { heading } = MAIL_TEXTS.ko.mails.verification;
  expect(message?.text).toContain(heading);
  expect(message?.html).toMatch(/^<!doctype html>.*<\/html>\s*$/is);
  expect(message?.html).toContain(heading);
});
