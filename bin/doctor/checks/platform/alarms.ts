// Whether somebody gets the alarms. SNS forgets a subscription that nobody confirms, and CloudFormation does not notice.
import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { findResource } from '../../stack.ts';

/** No finding before the first deployment, nor in a stage without `alarmEmail`. Throws what the SDK throws. */
export const checkAlarms = async ({ clients, config: { alarmEmail }, stack }: Context): Promise<Finding[]> => {
  if (!stack || alarmEmail === undefined) return [];
  const TopicArn = findResource(stack, 'AWS::SNS::Topic', 'MonitoringAlarms');
  if (TopicArn === undefined) return [NO_TOPIC];
  const subscriptions: Subscription[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client: clients.alarmTopics }, { TopicArn })) {
    subscriptions.push(...(page.Subscriptions ?? []));
  }
  return [judgeSubscription(alarmEmail, TopicArn, subscriptions)];
};

const NO_TOPIC = fault(
  'alarms',
  { ko: '경보가 갈 곳이 아직 없음', en: 'they have no topic yet' },
  { ko: '다시 배포하세요: npx cdk deploy', en: 'Deploy again: npx cdk deploy' },
);

export const judgeSubscription = (
  address: string,
  topic: string,
  subscriptions: readonly Pick<Subscription, 'Protocol' | 'Endpoint' | 'SubscriptionArn'>[],
): Finding => {
  const own = subscriptions.find(
    ({ Protocol, Endpoint }) => Protocol === 'email' && Endpoint?.toLowerCase() === address.toLowerCase(),
  );
  if (own?.SubscriptionArn?.startsWith('arn:'))
    return ok('alarms', { ko: `${address}: 받음`, en: `${address} gets them` });
  const again = `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint ${address}`;
  if (own) {
    return note(
      'alarms',
      {
        ko: `${address}: 구독을 아직 확인하지 않아 경보가 가지 않음`,
        en: `${address} has not confirmed, so no alarm arrives`,
      },
      {
        ko: `AWS가 보낸 "Subscription Confirmation" 메일의 링크를 48시간 안에 여세요. 메일이 없으면: ${again}`,
        en: `Open the link in the mail "Subscription Confirmation" from AWS within 48 hours. Without that mail: ${again}`,
      },
    );
  }
  return note(
    'alarms',
    {
      ko: `${address}: 구독이 없어 경보가 가지 않음 (48시간 동안 확인하지 않은 구독은 AWS가 지웁니다)`,
      en: `${address} is not subscribed, so no alarm arrives (AWS removes what nobody confirms within 48 hours)`,
    },
    {
      ko: `다시 구독하고 메일의 링크를 여세요: ${again}`,
      en: `Subscribe again and open the link in the mail: ${again}`,
    },
  );
};
