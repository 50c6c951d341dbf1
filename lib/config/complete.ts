// Completes a stage whose keys are valid: fills in defaults, and combines keys that belong together.
import { DEFAULT_AUDIT_DAYS, DEFAULT_EVENTS, DEFAULT_NOTICES, DEFAULTS } from '#domain/defaults.ts';
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import { DEFAULT_LANGUAGES } from '#domain/locale.ts';
import { DEFAULT_THROTTLES } from '../throttles.ts';
import { DEFAULT_MAIL_FROM, resolveCountries } from './resolve.ts';
import { DEFAULT_SNS_REGION, type StageInput } from './schema.ts';
import { consentsOf } from './sign-up/consent-rules.ts';
import { profileFieldsOf } from './sign-up/profile-field-rules.ts';
import type { StageConfig } from './stage-config.ts';

type Resolved = Pick<StageConfig, 'stage' | 'sesMode' | 'senderAddress'>;

export const complete = (values: StageInput & { readonly brandName: string }, resolved: Resolved): StageConfig => {
  const { transport, smtp, fallback, sms, sens, sns, senderEmail, senderLocalPart, ...others } = values;
  const {
    brandName,
    brandColor,
    supportAddress,
    appUrl,
    logoUrl,
    logoUrlDark,
    faviconUrl,
    theme,
    otp = 'public',
    throttles,
    proofKeysInJwks,
    texts: words,
    consents: _consents,
    minimumAge: _minimumAge,
    profileFields: _profileFields,
    leakedPasswords,
    ...rest
  } = others;
  const asked = consentsOf(values);
  const profileFields = profileFieldsOf(values);
  return {
    senderIdentity: 'managed',
    mailFromSubdomain: DEFAULT_MAIL_FROM,
    dkimTokens: [],
    identityIds: 'role',
    watchesAccount: true,
    monitoring: 'all',
    lentIdentities: [],
    firstDeployment: false,
    tables: {},
    dmarcRecord: 'managed',
    dmarcPolicy: 'none',
    sandboxRecipients: [],
    existingRecipients: [],
    languages: DEFAULT_LANGUAGES,
    allowedOrigins: [],
    trustedCallers: [],
    notices: DEFAULT_NOTICES,
    masterKeys: { accepted: [1], current: 1 },
    otpKeys: { accepted: [1], current: 1 },
    events: DEFAULT_EVENTS,
    auditDays: DEFAULT_AUDIT_DAYS,
    lifetimes: DEFAULTS.lifetimes,
    limits: DEFAULTS.limits,
    ...rest,
    ...resolved,
    ...(words !== undefined && { words }),
    ...(asked.length > 0 && { consents: asked }),
    ...(profileFields && { profileFields }),
    ...(leakedPasswords === 'refuse' && { leakedPasswords }),
    ...mailOf(values),
    ...smsOf(values),
    throttles: {
      default: throttles?.default ?? DEFAULT_THROTTLES.default,
      routes: { ...DEFAULT_THROTTLES.routes, ...throttles?.routes },
    },
    otp: { access: otp, ...(proofKeysInJwks && { proofKeysInJwks }) },
    brand: {
      name: brandName,
      color: brandColor ?? '#2563eb',
      ...(supportAddress === undefined ? {} : { supportAddress }),
      ...(appUrl === undefined ? {} : { appUrl }),
      ...(logoUrl === undefined ? {} : { logoUrl }),
      ...(logoUrlDark === undefined ? {} : { logoUrlDark }),
      ...(faviconUrl === undefined ? {} : { faviconUrl }),
      ...(theme === undefined ? {} : { theme }),
    },
  };
};

/** For a server without a preset: no daily limit, and a rate that a small server can take. */
const UNKNOWN_SERVER = { host: '', port: 587, secure: false, mailsPer24Hours: -1, mailsPerSecond: 5 };

/** The preset, with the team's own values over it. */
const mailOf = ({ smtp, fallback }: StageInput): Pick<StageConfig, 'mail' | 'usesSes' | 'smtp'> => {
  if (!smtp) return { mail: { transport: 'ses' }, usesSes: true };
  const { secretArn, preset, ...own } = smtp;
  const { host, port, secure, mailsPer24Hours, mailsPerSecond } = preset ? SMTP_PRESETS[preset] : UNKNOWN_SERVER;
  const server = { host, port, secure, mailsPer24Hours, mailsPerSecond, ...own };
  const fallsBackToSes = fallback === 'ses';
  return {
    mail: { transport: 'smtp', ...server, fallsBackToSes },
    usesSes: fallsBackToSes,
    smtp: { secretArn, ...(preset && { preset }) },
  };
};

const smsOf = (values: StageInput): Pick<StageConfig, 'texts' | 'sensSecretArn'> => {
  const countries = resolveCountries({ values });
  const { sns = { region: DEFAULT_SNS_REGION } } = values;
  const bySns = Object.values(countries).includes('sns') ? { sns } : {};
  if (!values.sens) return { texts: { countries, ...bySns } };
  const { secretArn, ...sens } = values.sens;
  return { texts: { countries, sens, ...bySns }, sensSecretArn: secretArn };
};
