// Which secret a challenge's link and code are derived from. One-time codes have one of their own, so that the function that
// serves them cannot make what opens an account.
import type { Purpose } from '../purpose.ts';
import type { Settings } from '../settings.ts';

/**
 * Labels are 0–255. In a row those of one-time codes are counted on from here: a function without their key, or of a release
 * from before it, then refuses the row and never derives another code for it.
 */
const OTP_START = 256;
const otpGeneration = (label: number): number => OTP_START + label;

export const isOtpGeneration = (generation: number): boolean => generation >= OTP_START;

/** The generations of one-time codes that are accepted, as rows name them. */
export const otpGenerations = ({ otpKeys }: Pick<Settings, 'otpKeys'>): readonly number[] =>
  otpKeys.accepted.map(otpGeneration);

/** The generation of a challenge that begins now. */
export const newGeneration = ({ masterKeys, otpKeys }: Pick<Settings, 'masterKeys' | 'otpKeys'>, purpose: Purpose) =>
  purpose === 'otp' ? otpGeneration(otpKeys.current) : masterKeys.current;
