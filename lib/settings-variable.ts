// The settings of a deployment as one variable: JSON in ASCII, without what is a default anyway and what `content.ts` writes.
import { DEFAULT_AUDIT_DAYS, DEFAULTS } from '#domain/defaults.ts';
import { DEFAULT_LANGUAGES } from '#domain/locale.ts';
import type { SettingsInput } from '#schemas/settings.ts';
import type { StageConfig } from './config/stage-config.ts';

/** `issuer` may be a token: what it stands for has no character that JSON escapes. */
export const settingsVariable = (config: StageConfig, issuer: string): string =>
  inAscii(JSON.stringify(settingsOf(config, issuer)));

/** CloudFormation answers other characters as `?`: `cdk diff` would miss a changed name, and `cdk import` fails. */
const inAscii = (json: string): string =>
  json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** In the form of `functions/schemas/settings.ts`, which fills in the defaults. */
export const settingsOf = (config: StageConfig, issuer: string): SettingsInput => {
  const { trustedCallers, noticeCopies, passwordHash, importedHash, purgeAfterMonths, deletionGraceDays } = config;
  const { leakedPasswords } = config;
  const lifetimes = changedOf(config.lifetimes, DEFAULTS.lifetimes);
  const limits = changedOf(config.limits, DEFAULTS.limits);
  return {
    stage: config.stage,
    issuer,
    audience: config.audience ?? issuer,
    allowedOrigins: [...config.allowedOrigins],
    ...(!isDefault(config.languages) && { languages: [...config.languages] }),
    brand: config.brand,
    senderEmail: config.senderAddress,
    masterKeys: { ...config.masterKeys, accepted: [...config.masterKeys.accepted] },
    otpKeys: { ...config.otpKeys, accepted: [...config.otpKeys.accepted] },
    ...(trustedCallers.length > 0 && { trustedCallers: [...trustedCallers] }),
    otp: config.otp,
    ...(config.humanCheck && { humanCheck: humanCheckOf(config.humanCheck) }),
    mail: config.mail,
    texts: config.texts,
    ...(noticeCopies && {
      noticeCopies: {
        ...(noticeCopies.cc && { cc: [...noticeCopies.cc] }),
        ...(noticeCopies.bcc && { bcc: [...noticeCopies.bcc] }),
      },
    }),
    notices: config.notices,
    ...(passwordHash && { passwordHash }),
    ...(leakedPasswords && { leakedPasswords }),
    ...(config.events.addresses && { events: config.events }),
    ...(config.auditDays !== DEFAULT_AUDIT_DAYS && { auditDays: config.auditDays }),
    ...(purgeAfterMonths !== undefined && { purgeAfterMonths }),
    ...(deletionGraceDays !== undefined && { deletionGraceDays }),
    ...(importedHash !== undefined && { importedHash }),
    ...(config.secondFactor === 'optional' && { secondFactor: 'optional' as const }),
    ...(config.passkeyDomain !== undefined && { passkeyDomain: config.passkeyDomain }),
    ...(lifetimes && { lifetimes }),
    ...(limits && { limits }),
  };
};

/** Where the secret is, only those need to know who ask Cloudflare. */
const humanCheckOf = ({ mode, siteKey, sendsAddress, exempt }: NonNullable<StageConfig['humanCheck']>) => ({
  mode,
  siteKey,
  ...(sendsAddress && { sendsAddress }),
  ...(exempt && { exempt: [...exempt] }),
});

const isDefault = (languages: StageConfig['languages']): boolean => `${languages}` === `${DEFAULT_LANGUAGES}`;

/** `undefined` if every number is the default. */
const changedOf = <Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  defaults: Readonly<Record<Name, number>>,
): Partial<Record<Name, number>> | undefined => {
  const names = Object.keys(numbers) as Name[];
  const changed = names.filter((name) => numbers[name] !== defaults[name]).map((name) => [name, numbers[name]]);
  return changed.length > 0 ? (Object.fromEntries(changed) as Partial<Record<Name, number>>) : undefined;
};
