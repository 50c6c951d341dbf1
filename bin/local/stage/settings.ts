// The settings of the service on this machine: those of a stage, with the replacements of what AWS has.
import type { Client } from '#domain/oauth/client.ts';
import type { Settings, TrustedCaller } from '#domain/settings.ts';
import { parseSettings, type SettingsInput } from '#schemas/settings.ts';
import { LOOPBACK } from '../listen.ts';
import type { LocalMail } from '../mail/mail.ts';
import type { LocalSms } from '../sms/sms.ts';

/** What a stage decides. Issuer, sender, keys and transports are this machine's whatever it says. */
export type StageSettings = Partial<SettingsInput>;

interface ThisMachine {
  readonly port: number;
  readonly mail: Pick<LocalMail, 'settings' | 'senderEmail'>;
  readonly texts: Pick<LocalSms, 'settings'>;
  readonly trustedCallers?: readonly TrustedCaller[];
  readonly clients?: readonly Client[];
}

const KEY_GENERATION = 1;
/** Browsers take no other name of this machine for passkeys, and no address. */
const PASSKEY_DOMAIN = 'localhost';

export const localSettings = (
  settingsFor: (issuer: string) => StageSettings,
  { port, mail, texts, trustedCallers = [], clients = [] }: ThisMachine,
): Settings => {
  const issuer = `http://localhost:${port}`;
  const stage = { ...standardFor(issuer), ...settingsFor(issuer) };
  return parseSettings({
    ...stage,
    stage: 'local',
    issuer,
    passkeyDomain: PASSKEY_DOMAIN,
    allowedOrigins: [...stage.allowedOrigins, `http://${LOOPBACK}:${port}`],
    senderEmail: mail.senderEmail,
    masterKeys: { accepted: [KEY_GENERATION], current: KEY_GENERATION },
    otpKeys: { accepted: [KEY_GENERATION], current: KEY_GENERATION },
    trustedCallers: [...(stage.trustedCallers ?? []), ...trustedCallers],
    clients: [...(stage.clients ?? []), ...clients],
    mail: mail.settings,
    texts: texts.settings,
  });
};

/** Without a stage. */
const standardFor = (issuer: string) =>
  ({
    audience: issuer,
    allowedOrigins: [],
    brand: { name: 'Latchkey', color: '#2563eb' },
    otp: { access: 'public' },
    secondFactor: 'optional',
  }) as const satisfies StageSettings;
