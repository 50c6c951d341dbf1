// Whether SES reports what became of mails: the configuration set must publish to EventBridge.
import { type EventDestination, GetConfigurationSetEventDestinationsCommand } from '@aws-sdk/client-sesv2';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { findResource } from '../../stack.ts';

/** What `functions/schemas/feedback-event.ts` reads. */
export const NEEDED_EVENTS = [
  'DELIVERY',
  'BOUNCE',
  'COMPLAINT',
  'REJECT',
  'RENDERING_FAILURE',
  'DELIVERY_DELAY',
] as const;
/** Without these events, no address is suppressed. */
const PROTECTING: ReadonlySet<string> = new Set(['BOUNCE', 'COMPLAINT']);

export const checkEvents = async ({ clients, stack }: Context): Promise<Finding[]> => {
  const name = stack && findResource(stack, 'AWS::SES::ConfigurationSet');
  if (name === undefined) return [];
  const command = new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: name });
  const { EventDestinations = [] } = await clients.sesv2.send(command);
  return [judgeEvents(EventDestinations)];
};

export const judgeEvents = (destinations: readonly Partial<EventDestination>[]): Finding => {
  const published = new Set(
    destinations
      .filter(({ Enabled, EventBridgeDestination }) => Enabled && EventBridgeDestination)
      .flatMap(({ MatchingEventTypes = [] }) => MatchingEventTypes as string[]),
  );
  const missing = NEEDED_EVENTS.filter((event) => !published.has(event));
  if (missing.length === 0) {
    return ok('events', {
      ko: 'SES가 결과를 EventBridge로 알립니다.',
      en: 'SES reports the outcome of each mail to EventBridge.',
    });
  }
  const what = {
    ko: `SES가 알리지 않는 결과: ${missing.join(', ')}`,
    en: `SES does not report: ${missing.join(', ')}`,
  };
  const next = {
    ko: '다시 배포하세요 (npx cdk deploy): 구성 세트의 이벤트 대상이 바뀌었거나 꺼져 있습니다.',
    en: "Deploy again (npx cdk deploy): the configuration set's event destination is missing, changed or off.",
  };
  // Mails would be sent, but Latchkey would not learn of bounces, and the account's reputation would suffer.
  return missing.some((event) => PROTECTING.has(event)) ? fault('events', what, next) : note('events', what, next);
};
