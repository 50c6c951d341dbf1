// While a transport is down, the alarm of each kind of message fires before its link or code expires: the courier's tries against the thresholds.
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { backOffSeconds, type DeliveryTicket, type MessagePurpose } from '#domain/delivery/delivery.ts';
import { lateAfterSeconds } from '#domain/delivery/late.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import { ALARM_THRESHOLDS } from '../../../lib/monitoring/alarm-thresholds.ts';
import { bearer } from '../../support/account.ts';
import {
  anOwner,
  askEmailChange,
  moveTo,
  type Owner,
  pendingEmailChange,
  undoEmailChange,
} from '../../support/email-change.ts';
import { freshPhone, textTo } from '../../support/one-time-code.ts';
import { onLaptop } from '../../support/places.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService, toMessage } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';

const down: SendResult = { ok: false, permanent: false, reason: 'transport_unavailable' };

interface Late {
  readonly purpose: MessagePurpose;
  readonly event: string;
  readonly waited: number;
  /** What the alarm counts. */
  readonly counted: number;
}

/** Makes a row owe one message for the purpose, by the requests of a client. */
type Owing = (service: TestService, owner: Owner) => Promise<unknown>;

const OWED: Readonly<Record<string, readonly [MessagePurpose, Owing]>> = {
  'a sign-up': ['signup', (service) => service.post('/signup', { email: freshAddress(), password: PASSWORD })],
  'a reset': ['reset', (service, { address }) => service.post('/reset', { email: address })],
  'a log-in link': ['login', (service, { address }) => service.post('/login/link', { email: address })],
  'an email change': ['email_change', (service, owner) => askEmailChange(service, owner, freshAddress())],
  'a code by mail': ['otp', (service) => service.post('/otp', { channel: 'email', to: freshAddress() })],
  'a code by text': ['otp', (service) => service.post('/otp', { channel: 'sms', to: freshPhone().typed })],
  'a change of phone': [
    'phone_change',
    (service, { accessToken }) =>
      service.post('/me/phone', { phone: freshPhone().e164, password: PASSWORD }, { headers: bearer(accessToken) }),
  ],
  'a notice of a password': [
    'password_changed',
    (service, { accessToken }) => {
      const change = { currentPassword: PASSWORD, newPassword: 'staple battery horse' };
      return service.post('/me/password', change, { headers: bearer(accessToken) });
    },
  ],
  'a notice of an address': [
    'email_changed',
    async (service, owner) => {
      const { token, continuation } = await pendingEmailChange(service, owner, freshAddress());
      return service.post('/me/email/confirm', { token, continuation }, { headers: bearer(owner.accessToken) });
    },
  ],
  'a notice of an undo': [
    'email_restored',
    async (service, owner) => undoEmailChange(service, (await moveTo(service, owner)).undoToken),
  ],
  'a notice of a phone number': ['phone_changed', (service, owner) => changePhone(service, owner)],
  'a notice of a log-in': [
    'new_log_in',
    (service, { address }) => service.post('/login', { email: address, password: PASSWORD }, onLaptop()),
  ],
  'a notice of a deletion': [
    'account_deleted',
    (service, { accessToken }) =>
      service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers: bearer(accessToken) }),
  ],
};

const changePhone = async (service: TestService, { accessToken }: Owner) => {
  const headers = bearer(accessToken);
  const phone = freshPhone().e164;
  const { continuation } = (await service.post('/me/phone', { phone, password: PASSWORD }, { headers })).body;
  const { code } = await textTo(service, phone);
  return service.post('/me/phone/confirm', { code, continuation }, { headers });
};

/** Every log line of a message that was not sent, from the request to its end. The first try is late by `lateSeconds`. */
const triesOf = async (owe: Owing, lateSeconds: number): Promise<readonly Late[]> => {
  const waiting: { readonly ticket: DeliveryTicket; readonly delaySeconds: number }[] = [];
  const put = async (ticket: DeliveryTicket, { delaySeconds }: { readonly delaySeconds: number }) =>
    void waiting.push({ ticket, delaySeconds });
  const state = { isDown: false };
  const service = createTestService({ retries: { put }, onSend: () => (state.isDown ? down : undefined) });
  const { texts } = service.dependencies;
  service.dependencies.texts = { ...texts, send: async (text) => (state.isDown ? down : texts.send(text)) };
  const owner = await anOwner(service);
  service.advance(DEFAULTS.limits.coolDownSeconds);
  await owe(service, owner);
  state.isDown = true;
  service.advance(lateSeconds);
  await service.deliver();
  for (let tries = 0; waiting.length > 0 && tries < 20; tries++) {
    const due = waiting.splice(0);
    service.advance(Math.max(...due.map(({ delaySeconds }) => delaySeconds)));
    await service.courier({ Records: due.map(({ ticket }, index) => toMessage(ticket, index)) });
  }
  const lines = service.lines.map((line) => JSON.parse(line));
  const late = lines.filter(({ event }) => event === 'mail_queued' || event === 'mail_failed');
  return late.map(({ purpose, event, waitedSeconds: waited, LateMails: counted = 0 }) => ({
    purpose,
    event,
    waited,
    counted,
  }));
};

const thresholdOf = (purpose: MessagePurpose, lifetimes = DEFAULTS.lifetimes): number =>
  lateAfterSeconds(purpose, lifetimes) ?? Number.NaN;

describe.each(Object.entries(OWED))('%s', (_name, [purpose, owe]) => {
  it.each([0, 1, 10])('fires at a try that is not the last one, if the first came after %i s', async (lateSeconds) => {
    const tries = (await triesOf(owe, lateSeconds)).filter((late) => late.purpose === purpose);
    const rung = tries.find(({ counted }) => counted > ALARM_THRESHOLDS.waitingMail.above);
    expect(rung?.event).toBe('mail_queued');
    for (const { waited, counted } of tries) expect(counted).toBe(waited > thresholdOf(purpose) ? 1 : 0);
    expect(tries.at(0)?.waited).toBe(lateSeconds);
  });
});

describe('the thresholds', () => {
  it('exist for every purpose of a message', () => {
    const purposes = new Set(Object.values(OWED).map(([purpose]) => purpose));
    expect(purposes.size).toBe(12);
    for (const purpose of purposes) expect(thresholdOf(purpose), purpose).toBeGreaterThan(0);
    // The link to undo is in the notice of the change.
    expect(lateAfterSeconds('email_undo', DEFAULTS.lifetimes)).toBeUndefined();
  });

  it('are 300 s, or a fifth of the lifetime of the stage where that is less', () => {
    const lifetimes = { ...DEFAULTS.lifetimes, loginSeconds: 240, otpSmsSeconds: 90 };
    expect((['signup', 'login', 'otp'] as const).map((purpose) => thresholdOf(purpose, lifetimes))).toEqual([
      300, 48, 18,
    ]);
  });

  it('fire at the last try at the latest, whatever lifetime a team sets', () => {
    const silent: string[] = [];
    for (let lifetime = 60; lifetime <= 3600; lifetime++) {
      const above = thresholdOf('otp', { ...DEFAULTS.lifetimes, otpEmailSeconds: lifetime, otpSmsSeconds: lifetime });
      for (const first of [0, 1, 5, 20]) {
        let waited = first;
        for (let tries = 0; waited + backOffSeconds(tries) < lifetime; tries++) waited += backOffSeconds(tries);
        if (waited <= above) silent.push(`${lifetime} s, first after ${first} s: ${waited} of ${above} s`);
      }
    }
    expect(silent).toEqual([]);
  });
});
