// What mails and texts go out by, completed: the numbers of a preset, and the defaults of what is left out.
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import { resolveCountries } from './keys.ts';
import { DEFAULT_SNS_REGION, type StageInput } from './schema.ts';
import type { StageConfig } from './stage-config.ts';

/** Where nothing is known of the server: no limit a day, and no more a second than a small one takes. */
const UNKNOWN_SERVER = { host: '', port: 587, secure: false, mailsPer24Hours: -1, mailsPerSecond: 5 };

/** The preset, with what the team says otherwise. */
export const mailOf = ({ smtp, fallback }: StageInput): Pick<StageConfig, 'mail' | 'usesSes' | 'smtp'> => {
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

export const smsOf = (values: StageInput): Pick<StageConfig, 'texts' | 'sensSecretArn'> => {
  const countries = resolveCountries({ values });
  const { sns = { region: DEFAULT_SNS_REGION } } = values;
  const bySns = Object.values(countries).includes('sns') ? { sns } : {};
  if (!values.sens) return { texts: { countries, ...bySns } };
  const { secretArn, ...sens } = values.sens;
  return { texts: { countries, sens, ...bySns }, sensSecretArn: secretArn };
};
