// The limits of mail servers that many teams use, as data with notes for synth, the courier and the doctor.
import type { QuotaNote } from './ses-quotas.ts';

export const SMTP_PRESET_NAMES = ['naver', 'gmail', 'sendgrid'] as const;
export type SmtpPresetName = (typeof SMTP_PRESET_NAMES)[number];

export interface SmtpPreset {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly secure: boolean;
  /** Recipients in any 24 hours. -1: depends on the contract, so the team sets it. */
  readonly mailsPer24Hours: number;
  readonly mailsPerSecond: number;
  /**
   * With `isAccount`, mails must come from the account's own address, at one of `domains`. `any`: the account may have its
   * own domain.
   */
  readonly sender: { readonly isAccount: boolean; readonly domains: readonly string[] | 'any' };
  readonly notes: readonly QuotaNote[];
}

const STARTTLS = { port: 587, secure: false } as const;

export const SMTP_PRESETS = {
  naver: {
    ...STARTTLS,
    host: 'smtp.naver.com',
    mailsPer24Hours: 500,
    mailsPerSecond: 1,
    sender: { isAccount: true, domains: ['naver.com'] },
    notes: [
      {
        text:
          'Naver Mail sends only in the name of the account: "senderEmail" must be the address whose id is the user in the secret. Switch ' +
          'on "POP3/SMTP" in the settings of the mailbox first. The password is an application password, which needs two-step verification: ' +
          'log-ins of programs with the password of the account may be refused, and may lock the mailbox.',
        source: 'https://help.naver.com/',
      },
      {
        text:
          'Naver publishes no number of mails a day and stops accounts that send like a machine, so Latchkey stays at 500 in 24 hours and 1 per ' +
          'second: enough to begin with, not for a launch. Change it by "smtp.mailsPer24Hours".',
        source: 'https://policy.naver.com/rules/spamcheck.html',
      },
    ],
  },
  gmail: {
    ...STARTTLS,
    host: 'smtp.gmail.com',
    mailsPer24Hours: 500,
    mailsPerSecond: 1,
    sender: { isAccount: true, domains: 'any' },
    notes: [
      {
        text:
          'Gmail sends only in the name of the account and quietly puts it in place of any other sender: "senderEmail" must be the user in the ' +
          'secret. The password is an app password, which needs two-step verification.',
        source: 'https://support.google.com/accounts/answer/185833',
      },
      {
        text:
          'Gmail takes 500 recipients in any 24 hours (2,000 with Google Workspace: set "smtp.mailsPer24Hours") and then refuses all of them ' +
          'for up to a day; the alarms fire before that.',
        source: 'https://support.google.com/mail/answer/22839',
      },
    ],
  },
  sendgrid: {
    ...STARTTLS,
    host: 'smtp.sendgrid.net',
    mailsPer24Hours: -1,
    mailsPerSecond: 50,
    sender: { isAccount: false, domains: 'any' },
    notes: [
      {
        text:
          'SendGrid: the user in the secret is the word "apikey", the password an API key with the right to send mail; authenticate the domain of ' +
          '"senderEmail" there. What you may send a day depends on the plan (100 on trial): set "smtp.mailsPer24Hours" to it, so that the alarms know.',
        source: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api',
      },
    ],
  },
} as const satisfies Record<SmtpPresetName, SmtpPreset>;

/** What is missing with every mail server except SES. */
export const SMTP_NOTE: QuotaNote = {
  text:
    "Over SMTP Latchkey gets no events for bounces and complaints: they come as mails to the sender's own mailbox, so your team must read it. " +
    'DKIM is the server\'s work. Add "fallback": "ses" to have SES send while the server is down.',
  source: 'https://www.rfc-editor.org/rfc/rfc5321#section-6.1',
};
