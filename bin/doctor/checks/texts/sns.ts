// Which SMS this account may send by SNS: to whom, and for how much a month.
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand } from '@aws-sdk/client-sns';
import type { SesMode } from '#domain/delivery/ses-quotas.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';

/** Throws what the SDK throws. */
export const checkSns = async ({ config, clients }: Context): Promise<Finding[]> => {
  const { sns } = config.texts;
  if (!sns) return [];
  const [{ IsInSandbox }, { attributes }] = await Promise.all([
    clients.sns.send(new GetSMSSandboxAccountStatusCommand({})),
    clients.sns.send(new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] })),
  ]);
  const limit = attributes?.['MonthlySpendLimit'];
  return [
    judgeSandbox(sns.region, IsInSandbox === true, config.sesMode),
    ...(limit === undefined ? [] : [judgeSpendLimit(sns.region, Number(limit))]),
  ];
};

/** `sesMode`: whether the stage is for real users. The SMS sandbox is separate from that of mails. */
export const judgeSandbox = (region: string, isInSandbox: boolean, sesMode: SesMode): Finding => {
  if (!isInSandbox)
    return ok('texts', { ko: `SNS ${region}: 프로덕션입니다.`, en: `SNS ${region}: out of the sandbox` });
  const what = {
    ko: `SNS ${region}: 샌드박스, 인증된 번호에만 갑니다.`,
    en: `SNS ${region}: in the SMS sandbox, SMS go to verified numbers only`,
  };
  const next = {
    ko: `SNS 콘솔(${region})의 Text messaging (SMS)에서 "Exit SMS sandbox"를 누르세요.`,
    en: `Choose "Exit SMS sandbox" under Text messaging (SMS) in the SNS console of ${region}.`,
  };
  return sesMode === 'production' ? fault('texts', what, next) : note('texts', what, next);
};

/** What a new account has: https://docs.aws.amazon.com/sms-voice/latest/userguide/sandbox.html */
const FIRST_LIMIT_DOLLARS = 1;

/** `dollars` a month. SNS stops within minutes after that. */
const judgeSpendLimit = (region: string, dollars: number): Finding => {
  const what = { ko: `SNS ${region}: 한 달에 ${dollars}달러까지`, en: `SNS ${region}: at most ${dollars} USD a month` };
  if (dollars > FIRST_LIMIT_DOLLARS) return ok('texts', what);
  return note('texts', what, {
    ko: '문자 수십 통이면 끝납니다. 공개하기 전에 AWS에 한도를 신청하고 SNS 콘솔에서 올리세요.',
    en: 'Some tens of SMS use that up: before your launch, request a higher limit from AWS and set it in the SNS console.',
  });
};
