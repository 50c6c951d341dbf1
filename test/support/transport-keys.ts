// Configuration keys of stages that do not send through SES alone, for tests of the configuration and of the stack.

const secretOf = (name: string): string =>
  `arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:latchkey/${name}-AbC123`;
export const SMTP_SECRET = secretOf('mail');
export const SENS_SECRET = secretOf('sens');

export const SENS = { serviceId: 'ncp:sms:kr:123456789012:project', from: '0212345678', secretArn: SENS_SECRET };

/** Of a stage with two endpoints. */
export const WEBHOOKS = {
  webhooks: [
    { name: 'orders', url: 'https://api.example.com/webhooks', secretArn: secretOf('orders') },
    {
      name: 'crm',
      url: 'https://crm.example.com/in',
      secretArn: secretOf('crm'),
      events: ['user.*', 'session.reused'],
    },
  ],
} as const;

const by = <Preset extends string>(preset: Preset) => ({
  transport: 'smtp',
  smtp: { preset, secretArn: SMTP_SECRET },
});
export const NAVER = { ...by('naver'), senderEmail: 'team@naver.com' };
export const GMAIL = { ...by('gmail'), senderEmail: 'team@gmail.com' };
export const SENDGRID = by('sendgrid');

/** The SES keys of the committed stages, left out where SES sends nothing. */
const WITHOUT_SES = {
  senderDomain: undefined,
  senderLocalPart: undefined,
  senderIdentity: undefined,
  sandboxRecipients: undefined,
};

/** Added to the committed stages, in both modes. */
export const TRANSPORTS = {
  smtp: { ...WITHOUT_SES, ...NAVER },
  smtpThenSes: { ...SENDGRID, fallback: 'ses' },
  sens: { sms: 'sens', sens: SENS },
  sns: { sms: 'sns', sns: { region: 'ap-northeast-1', senderId: 'Example' } },
  all: { ...SENDGRID, fallback: 'ses', sms: { KR: 'sens', JP: 'sns' }, sens: SENS },
} as const satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export type TransportsName = keyof typeof TRANSPORTS;
export const TRANSPORTS_NAMES = Object.keys(TRANSPORTS) as TransportsName[];
