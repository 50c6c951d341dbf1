// Asks for one-time codes and checks them as a client does, over the test service.
import { freshNumber } from './fresh-numbers.ts';
import { freshAddress } from './real-store.ts';
import type { Answer, TestService } from './service.ts';
import { mailTo } from './sign-up.ts';

/** A Korean mobile number that no other test uses: as a person types it, and as the carrier gets it. */
export const freshPhone = (): { readonly typed: string; readonly e164: string } => {
  const digits = String(freshNumber('phone')).padStart(7, '0');
  return { typed: `010-2${digits.slice(0, 3)}-${digits.slice(3)}`, e164: `+82102${digits}` };
};

/** Runs the courier; returns the newest sms to a number, and its code. */
export const textTo = async (service: TestService, e164: string) => {
  await service.deliver();
  const text = service.texts.findLast(({ to }) => to === e164);
  if (!text) throw new Error(`no text to ${e164}`);
  return { ...text, code: /\d{6}/.exec(text.body)?.[0] ?? '' };
};

export interface AskedCode {
  readonly to: string;
  /** The normal form of `to`. */
  readonly address: string;
  readonly answer: Answer;
  readonly code: string;
  readonly continuation: string;
}

export const askByMail = async (
  service: TestService,
  to = freshAddress(),
  continuation?: string,
  context?: string,
): Promise<AskedCode> => {
  const more = { ...(continuation && { continuation }), ...(context && { context }) };
  const answer = await service.post('/otp', { channel: 'email', to, ...more });
  const { code = '' } = await mailTo(service, to);
  return { to, address: to, answer, code, continuation: answer.body.continuation };
};

export const askByText = async (service: TestService, { typed, e164 } = freshPhone()): Promise<AskedCode> => {
  const answer = await service.post('/otp', { channel: 'sms', to: typed });
  const { code } = await textTo(service, e164);
  return { to: typed, address: e164, answer, code, continuation: answer.body.continuation };
};

export const checkCode = (
  service: TestService,
  { code, continuation }: { readonly code: string; readonly continuation?: string | undefined },
): Promise<Answer> => service.post('/otp/check', { code, ...(continuation && { continuation }) });
