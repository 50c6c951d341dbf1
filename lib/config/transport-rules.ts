// The rules between the keys about transports of mail and SMS.
import { isSupportedCountry } from 'libphonenumber-js/mobile';
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import { SMS_TRANSPORTS, type SmsTransportName } from '#domain/settings.ts';
import { faultIf, type Rule, resolveCountries, resolveTransport, resolveUsesSes, sendsAsAccount } from './resolve.ts';

const smtpGoesWithSmtp: Rule = (keys) => {
  const { given } = keys;
  const transport = resolveTransport(keys);
  return [
    ...faultIf(
      transport === 'smtp' && !given.has('smtp'),
      'smtp',
      'is missing: with transport "smtp" set it to { "preset": "naver", "gmail" or "sendgrid", "secretArn": … } or to a host and port of your own',
    ),
    ...faultIf(
      transport === 'ses' && given.has('smtp'),
      'smtp',
      'goes with transport "smtp" only: set that, or leave it out',
    ),
    ...faultIf(
      transport === 'ses' && given.has('fallback'),
      'fallback',
      'goes with transport "smtp" only: leave it out',
    ),
  ];
};

const smtpIsOneServer: Rule = ({ values: { smtp } }) => {
  if (!smtp) return [];
  const { preset, host } = smtp;
  return [
    ...faultIf(
      !preset && !host,
      'smtp.preset',
      'is missing: set "naver", "gmail" or "sendgrid", or set host and port instead',
    ),
    ...faultIf(!!preset && !!host, 'smtp.host', 'cannot be used with preset: keep one of the two'),
    ...faultIf(
      !preset && !!host && smtp.port === undefined,
      'smtp.port',
      'is missing: set 587 (STARTTLS), or 465 with "secure": true',
    ),
  ];
};

/** The port decides whether TLS begins at once or by STARTTLS. With the wrong one the connection hangs until it times out. */
const smtpPortFitsTls: Rule = ({ values: { smtp } }) => {
  const preset = smtp?.preset && SMTP_PRESETS[smtp.preset];
  const port = smtp?.port ?? preset?.port;
  const isSecure = smtp?.secure ?? preset?.secure ?? false;
  return [
    ...faultIf(port === 465 && !isSecure, 'smtp.secure', 'must be true with port 465, where TLS begins at once'),
    ...faultIf(
      port === 587 && isSecure,
      'smtp.secure',
      'must not be true with port 587, where TLS begins by STARTTLS: leave it out, or set "port": 465',
    ),
  ];
};

const SES_KEYS = [
  ...['senderDomain', 'senderLocalPart', 'mailFromSubdomain', 'hostedZone', 'senderIdentity'],
  ...['dkimTokens', 'sandboxRecipients', 'existingRecipients', 'dmarcRecord', 'dmarcReports', 'dmarcPolicy'],
];

const sesKeysNeedSes: Rule = (keys) =>
  SES_KEYS.flatMap((key) =>
    faultIf(
      // `fallback` would not help these keys; `sender-rules.ts` covers them.
      resolveUsesSes(keys) === false && keys.given.has(key) && !(key === 'senderDomain' && sendsAsAccount(keys)),
      key,
      'is about SES, which sends nothing here: leave it out (and set senderEmail), or set "fallback": "ses"',
    ),
  );

const smsIsDescribed: Rule = (keys) => {
  const { given, values } = keys;
  const countries = resolveCountries(keys);
  const isSmsRight = !given.has('sms') || values.sms !== undefined;
  const isUsed = (name: SmsTransportName): boolean => Object.values(countries).includes(name);
  return [
    ...faultIf(
      isUsed('sens') && !given.has('sens'),
      'sens',
      'is missing: set it to { "serviceId": …, "from": a registered number, "secretArn": … }',
    ),
    ...SMS_TRANSPORTS.flatMap((name) =>
      faultIf(
        isSmsRight && given.has(name) && !isUsed(name),
        name,
        `goes with sms "${name}" only: set that, or leave it out`,
      ),
    ),
    ...faultIf(
      typeof values.sms === 'object' && Object.keys(countries).length === 0,
      'sms',
      'must name at least one country, such as { "KR": "sens" }, or be "off"',
    ),
    ...Object.keys(countries).flatMap((country) =>
      faultIf(
        !isSupportedCountry(country),
        `sms.${country}`,
        'is not a country: its two letters must be those of ISO 3166, such as "GB" for the United Kingdom',
      ),
    ),
  ];
};

export const TRANSPORT_RULES: readonly Rule[] = [
  smtpGoesWithSmtp,
  smtpIsOneServer,
  smtpPortFitsTls,
  sesKeysNeedSes,
  smsIsDescribed,
];
