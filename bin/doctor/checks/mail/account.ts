// What SES allows this account: sandbox or production, paused or not, how many mails a day and a second.
import { GetAccountCommand, type GetAccountCommandOutput } from '@aws-sdk/client-sesv2';
import { SES_PRODUCTION_ACCESS, type SesMode } from '#domain/delivery/ses-quotas.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { judgeQuota } from './quota.ts';

/** The fields read from SES's answer. All figures are counts; `MaxSendRate` is mails per second. */
export type Account = Pick<
  GetAccountCommandOutput,
  'ProductionAccessEnabled' | 'SendingEnabled' | 'EnforcementStatus' | 'SendQuota' | 'Details' | 'PricingAttributes'
>;

/** Throws what the SDK throws. */
export const checkAccount = async ({ clients, config }: Context): Promise<Finding[]> => {
  const account = await clients.sesv2.send(new GetAccountCommand({}));
  return [
    judgeAccess(account, config.sesMode),
    ...judgeSending(account),
    ...judgePlan(account),
    ...judgeQuota(account.SendQuota, RAISE),
  ];
};

const REQUEST = {
  ko: `${SES_PRODUCTION_ACCESS.consoleUrl} 에서 "Request production access"를 눌러 Transactional로 신청하세요 (docs/sandbox-to-production.ko.md에 붙여 넣을 글이 있습니다).`,
  en: `Choose "Request production access" at ${SES_PRODUCTION_ACCESS.consoleUrl}, mail type Transactional (docs/sandbox-to-production.md has the text to paste).`,
};

const RAISE = {
  ko: 'Service Quotas에서 한도를 올리거나, 쓴 만큼 풀릴 때까지 기다리세요.',
  en: 'Request a higher quota in Service Quotas, or wait until mails become older than 24 hours and no longer count.',
};

export const judgeAccess = ({ ProductionAccessEnabled, Details }: Account, sesMode: SesMode): Finding => {
  if (ProductionAccessEnabled) {
    if (sesMode === 'production') return ok('account', { ko: '프로덕션입니다.', en: 'Out of the sandbox.' });
    return note(
      'account',
      {
        ko: '계정은 프로덕션인데 이 스테이지는 sesMode "sandbox"입니다: 경보와 삭제 보호가 샌드박스 기준입니다.',
        en: 'The account is out of the sandbox, but this stage has sesMode "sandbox": its alarms and deletion protection are those of the sandbox.',
      },
      {
        ko: '실제 사용자를 받기 전에 sesMode를 "production"으로 바꾸세요.',
        en: 'Set sesMode to "production" before real people use it.',
      },
    );
  }
  const isAsked = Details?.ReviewDetails?.Status === 'PENDING';
  const what = isAsked
    ? {
        ko: '샌드박스이고, 프로덕션 신청을 AWS가 검토하고 있습니다.',
        en: 'In the sandbox; AWS is reviewing the request for production access.',
      }
    : { ko: '샌드박스: 인증된 수신자에게만 갑니다.', en: 'In the sandbox: mails go to verified recipients only.' };
  const next = isAsked
    ? { ko: 'AWS의 답(보통 하루 안)을 기다리세요.', en: "Wait for AWS's answer, usually within a day." }
    : REQUEST;
  return sesMode === 'production' ? fault('account', what, next) : note('account', what, next);
};

export const judgeSending = ({ SendingEnabled, EnforcementStatus }: Account): Finding[] => {
  if (SendingEnabled === false || EnforcementStatus === 'SHUTDOWN') {
    return [
      fault(
        'account',
        { ko: '이 계정의 발송이 중지되어 있습니다.', en: 'Sending is paused for this account.' },
        {
          ko: 'SES 콘솔의 알림을 읽고 AWS에 답한 뒤 발송을 다시 켜세요.',
          en: 'Read the notice in the SES console, answer it, then resume sending.',
        },
      ),
    ];
  }
  if (EnforcementStatus !== 'PROBATION') return [];
  return [
    note(
      'account',
      { ko: 'AWS가 이 계정을 심사하고 있습니다.', en: 'AWS is reviewing this account.' },
      {
        ko: 'SES 콘솔의 Reputation metrics를 보고, 반송이나 스팸 신고의 원인을 없애세요.',
        en: 'Look at Reputation metrics in the SES console and remove the cause of bounces or complaints.',
      },
    ),
  ];
};

/** The price plan, where SES tells it: https://aws.amazon.com/ses/pricing/ */
export const judgePlan = ({ PricingAttributes }: Account): Finding[] => {
  const { CurrentPlan: now, NextPlan: next } = PricingAttributes ?? {};
  if (now === undefined) return [];
  const ahead =
    next === undefined ? { ko: '', en: '' } : { ko: `, 다음 달부터 ${next}`, en: `, ${next} from next month` };
  return [ok('account', { ko: `요금제 ${now}${ahead.ko}`, en: `price plan ${now}${ahead.en}` })];
};
