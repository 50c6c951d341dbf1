// The steps of a sign-up as a client does them, over the test service.
import type { Answer, ReceivedMail, TestService } from './service.ts';

export const PASSWORD = 'correct horse battery';

export interface BegunSignUp {
  readonly address: string;
  readonly continuation: string;
  readonly answer: Answer;
}

export const beginSignUp = async (
  service: TestService,
  address: string,
  password = PASSWORD,
  ip?: string,
): Promise<BegunSignUp> => {
  const answer = await service.post('/signup', { email: address, password }, { ...(ip && { ip }) });
  if (answer.status !== 202) throw new Error(`sign-up answered ${answer.status} ${answer.text}`);
  return { address, continuation: answer.body.continuation, answer };
};

/** Runs the courier; returns the newest mail to an address. */
export const mailTo = async (service: TestService, address: string): Promise<ReceivedMail> => {
  await service.deliver();
  const mail = service.mails.findLast(({ to }) => to === address);
  if (!mail) throw new Error(`no mail to ${address}`);
  return mail;
};

export interface PendingSignUp extends BegunSignUp {
  readonly token: string;
  readonly code: string;
}

/** A sign-up whose mail has arrived. */
export const pendingSignUp = async (
  service: TestService,
  address: string,
  password = PASSWORD,
): Promise<PendingSignUp> => {
  const begun = await beginSignUp(service, address, password);
  await service.deliver();
  // A notice of a deletion may follow it to the same address.
  const { token, code } = service.mails.findLast(({ to, tags }) => to === address && tags.purpose === 'signup') ?? {};
  if (!token || !code) throw new Error('the mail has no link or no code');
  return { ...begun, token, code };
};

/** An account that is already verified. */
export const account = async (service: TestService, address: string, password = PASSWORD): Promise<Answer> => {
  const { token, continuation } = await pendingSignUp(service, address, password);
  const verified = await service.post('/verify', { token, continuation });
  if (verified.status !== 200) throw new Error(`verify answered ${verified.status} ${verified.text}`);
  return verified;
};
