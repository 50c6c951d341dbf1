// Events of SES for a deployment. Nobody else can publish as `aws.ses`, so a copy of the deployed rule takes our events.
import { type SesEventName, sesEvent } from '../support/ses-events.ts';
import { callAws } from './aws-calls.ts';
import type { Deployment } from './deploy.ts';
import { ACCOUNT, type MiniStack, REGION } from './ministack.ts';
import { physicalName } from './resources.ts';

const OUR_SOURCE = 'latchkey.test';
const TWIN = 'latchkey-test-feedback';

export interface SentMail {
  readonly to: string;
  readonly purpose: string;
  readonly challenge: string;
  readonly seq: number;
}

export interface SesEvents {
  /** Whether the rule that is deployed takes what SES publishes of a mail of this configuration set. */
  isTaken(name: SesEventName, mail: SentMail, configurationSet?: string): Promise<boolean>;
  publish(name: SesEventName, mail: SentMail): Promise<void>;
}

export const createSesEvents = async (miniStack: MiniStack, deployment: Deployment): Promise<SesEvents> => {
  const call = async (operation: string, body: object) =>
    JSON.parse((await callAws(miniStack, { service: 'events', target: `AWSEvents.${operation}`, body })) || '{}');
  const ours = await physicalName(miniStack, deployment, 'MailConfigurationSet');
  const rule = await physicalName(miniStack, deployment, 'FeedbackRule');
  const { EventPattern } = await call('DescribeRule', { Name: rule });
  const { Targets } = await call('ListTargetsByRule', { Rule: rule });
  const twin = { ...JSON.parse(EventPattern), source: [OUR_SOURCE] };
  await call('PutRule', { Name: TWIN, EventPattern: JSON.stringify(twin), State: 'ENABLED' });
  await call('PutTargets', { Rule: TWIN, Targets });

  const detailOf = (name: SesEventName, { to, seq, ...mail }: SentMail, configurationSet: string) => {
    const tags = { ...mail, seq: String(seq), 'ses:configuration-set': configurationSet };
    return sesEvent(name, { to, tags }, Date.now());
  };
  return {
    isTaken: async (name, mail, configurationSet = ours) => {
      const detail = detailOf(name, mail, configurationSet);
      const event = { ...ENVELOPE, time: new Date().toISOString(), 'detail-type': `Email ${detail.eventType}`, detail };
      return (await call('TestEventPattern', { EventPattern, Event: JSON.stringify(event) })).Result;
    },
    publish: async (name, mail) => {
      const detail = detailOf(name, mail, ours);
      const entry = { Source: OUR_SOURCE, DetailType: `Email ${detail.eventType}`, Detail: JSON.stringify(detail) };
      const { FailedEntryCount } = await call('PutEvents', { Entries: [entry] });
      if (FailedEntryCount !== 0) throw new Error('the event was refused');
    },
  };
};

const ENVELOPE = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  source: 'aws.ses',
  account: ACCOUNT,
  region: REGION,
  resources: [],
};
