// A message for the courier to send, and the dependencies for writing one.
import { isOtpGeneration } from '#domain/challenge/key-generations.ts';
import type { Mail, Sms } from '#domain/delivery/mail.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { DerivedKeys } from '#domain/derived-keys.ts';
import type { Ports } from '#domain/ports.ts';

export interface MailMessage {
  readonly channel: 'email';
  readonly mail: Mail;
  /** The address has no account yet. */
  readonly isFirst: boolean;
}

export type Message = MailMessage | { readonly channel: 'sms'; readonly text: Sms };

/** `isFinal`: nothing is owed. Otherwise nothing is owed yet. */
export type ChosenMessage =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: DeliveryReason; readonly isFinal: boolean };

export const asMail = (mail: Mail, isFirst = false): ChosenMessage => ({
  ok: true,
  message: { channel: 'email', mail, isFirst },
});

export const keysFor = async (
  { keyRing, otpKeyRing }: Pick<Ports, 'keyRing' | 'otpKeyRing'>,
  generation: number,
): Promise<DerivedKeys> => {
  const keys = await (isOtpGeneration(generation) ? otpKeyRing : keyRing).generation(generation);
  if (!keys) throw new Error(`generation ${generation} of the master key is not accepted`);
  return keys;
};
