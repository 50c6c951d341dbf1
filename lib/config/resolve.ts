// The keys of one stage as the rules read them, and what can be derived from them before the configuration is complete.
import { normaliseEmail } from '#domain/address.ts';
import { SES_MODES, type SesMode } from '#domain/delivery/ses-quotas.ts';
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import type { SmsTransportName } from '#domain/settings.ts';
import type { ConfigFault } from './faults.ts';
import type { StageInput } from './schema.ts';

/** A name that hardly anybody uses, unlike `mail`. */
export const DEFAULT_MAIL_FROM = 'bounce';
const DEFAULT_LOCAL_PART = 'no-reply';
const HOME = 'KR';

export interface StageKeys {
  readonly stage: string;
  /** Where it is deployed, as far as it is known. */
  readonly region?: string;
  /** The keys that are given, valid or not. */
  readonly given: ReadonlySet<string>;
  /** The keys that are given and valid by themselves. */
  readonly values: StageInput;
}

export type Rule = (keys: StageKeys) => ConfigFault[];

/** No fault, or one. */
export const faultIf = (isWrong: boolean, path: string, message: string): ConfigFault[] =>
  isWrong ? [{ path, message }] : [];

/** `undefined` if it is given but invalid, or if the stage's name does not imply it. */
export const resolveSesMode = ({ stage, given, values }: StageKeys): SesMode | undefined =>
  given.has('sesMode') ? values.sesMode : SES_MODES.find((mode) => mode === stage);

/** `undefined` without a valid sender. */
export const resolveSenderAddress = ({ values }: StageKeys): string | undefined => {
  const { senderEmail, senderDomain, senderLocalPart = DEFAULT_LOCAL_PART } = values;
  return senderEmail ?? (senderDomain && normaliseEmail(`${senderLocalPart}@${senderDomain}`));
};

/** `undefined` if it is given but invalid. */
export const resolveTransport = ({ given, values }: StageKeys): 'ses' | 'smtp' | undefined =>
  given.has('transport') ? values.transport : 'ses';

/** Whether SES sends anything: all mails, or only while the SMTP server is down. `undefined` if the keys do not say. */
export const resolveUsesSes = (keys: StageKeys): boolean | undefined => {
  const transport = resolveTransport(keys);
  if (transport !== 'smtp') return transport && true;
  return keys.given.has('fallback') ? keys.values.fallback && true : false;
};

/** Whether the mail server accepts only the account that logs in as sender. */
export const sendsAsAccount = ({ values: { smtp } }: Pick<StageKeys, 'values'>): boolean =>
  smtp?.preset !== undefined && SMTP_PRESETS[smtp.preset].sender.isAccount;

/** The transport of each country. Empty: SMS is off. */
export const resolveCountries = ({
  values: { sms = 'off' },
}: Pick<StageKeys, 'values'>): Readonly<Record<string, SmsTransportName>> => {
  if (sms === 'off') return {};
  return typeof sms === 'string' ? { [HOME]: sms } : sms;
};
