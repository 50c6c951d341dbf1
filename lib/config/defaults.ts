// Completes a stage whose keys are right: what was left out gets its default, and keys that belong together become one.
import { DEFAULTS } from '#domain/defaults.ts';
import type { StageInput } from './schema.ts';
import type { StageConfig } from './stage-config.ts';
import { mailOf, smsOf } from './transports.ts';

type Resolved = Pick<StageConfig, 'stage' | 'sesMode' | 'senderAddress'>;

export const complete = (values: StageInput & { readonly brandName: string }, resolved: Resolved): StageConfig => {
  const { transport, smtp, fallback, sms, sens, sns, senderEmail, senderLocalPart, ...others } = values;
  const {
    brandName,
    brandColor,
    supportAddress,
    appUrl,
    logoUrl,
    theme,
    otp = 'public',
    otpKeySha256 = '',
    ...rest
  } = others;
  return {
    senderIdentity: 'managed',
    dmarcRecord: 'managed',
    sandboxRecipients: [],
    existingRecipients: [],
    allowedOrigins: [],
    masterKeys: { accepted: [1], current: 1 },
    lifetimes: DEFAULTS.lifetimes,
    limits: DEFAULTS.limits,
    ...rest,
    ...resolved,
    ...mailOf(values),
    ...smsOf(values),
    otp: otp === 'key' ? { access: otp, keySha256: otpKeySha256 } : { access: otp },
    brand: {
      name: brandName,
      color: brandColor ?? '#2563eb',
      ...(supportAddress === undefined ? {} : { supportAddress }),
      ...(appUrl === undefined ? {} : { appUrl }),
      ...(logoUrl === undefined ? {} : { logoUrl }),
      ...(theme === undefined ? {} : { theme }),
    },
  };
};
