// The keys of one stage as rules look at them, and what is told from them before the configuration is complete.
import { normaliseEmail } from '#domain/address.ts';
import { SES_MODES, type SesMode } from '#domain/delivery/ses-quotas.ts';
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import type { SmsTransportName } from '#domain/settings.ts';
import type { ConfigFault } from './faults.ts';
import type { StageInput } from './schema.ts';

const DEFAULT_LOCAL_PART = 'no-reply';
const HOME = 'KR';

export interface StageKeys {
  readonly stage: string;
  /** The keys that are given, right or wrong. */
  readonly given: ReadonlySet<string>;
  /** The keys that are given and right by themselves. */
  readonly values: StageInput;
}

export type Rule = (keys: StageKeys) => ConfigFault[];

/** No fault, or one. */
export const faultIf = (isWrong: boolean, path: string, message: string): ConfigFault[] =>
  isWrong ? [{ path, message }] : [];

/** `undefined` if it is given but wrong, or cannot be told from the stage's name. */
export const resolveSesMode = ({ stage, given, values }: StageKeys): SesMode | undefined =>
  given.has('sesMode') ? values.sesMode : SES_MODES.find((mode) => mode === stage);

/** `undefined` without a right sender. */
export const resolveSenderAddress = ({ values }: StageKeys): string | undefined => {
  const { senderEmail, senderDomain, senderLocalPart = DEFAULT_LOCAL_PART } = values;
  return senderEmail ?? (senderDomain && normaliseEmail(`${senderLocalPart}@${senderDomain}`));
};

/** `undefined` if it is given but wrong. */
export const resolveTransport = ({ given, values }: StageKeys): 'ses' | 'smtp' | undefined =>
  given.has('transport') ? values.transport : 'ses';

/** Whether SES sends anything: all mails, or those of the time when the SMTP server is down. `undefined` if it cannot be told. */
export const resolveUsesSes = (keys: StageKeys): boolean | undefined => {
  const transport = resolveTransport(keys);
  if (transport !== 'smtp') return transport && true;
  return keys.given.has('fallback') ? keys.values.fallback && true : false;
};

/** Whether the mail server takes no sender but the account that logs in. */
export const sendsAsAccount = ({ values: { smtp } }: Pick<StageKeys, 'values'>): boolean =>
  smtp?.preset !== undefined && SMTP_PRESETS[smtp.preset].sender.isAccount;

/** Which transport serves which country; none: texts are off. */
export const resolveCountries = ({
  values: { sms = 'off' },
}: Pick<StageKeys, 'values'>): Readonly<Record<string, SmsTransportName>> => {
  if (sms === 'off') return {};
  return typeof sms === 'string' ? { [HOME]: sms } : sms;
};
