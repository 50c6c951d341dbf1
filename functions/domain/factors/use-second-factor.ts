// What happens to the second factor of an account: it is turned on and off, and its codes are used.
import { addChange, type User } from '../account/user.ts';
import { hashRecoveryCode, recoveryCodesLeft, useRecoveryCode } from './recovery-codes.ts';
import type { RecoveryCode, SecondFactor } from './second-factor.ts';

export interface PublicSecondFactor {
  readonly enabled: boolean;
  readonly confirmedAt?: string;
  readonly recoveryCodesLeft?: number;
}

export const toPublicSecondFactor = ({ secondFactor }: Pick<User, 'secondFactor'>): PublicSecondFactor =>
  secondFactor
    ? {
        enabled: true,
        confirmedAt: new Date(secondFactor.confirmedAt).toISOString(),
        recoveryCodesLeft: recoveryCodesLeft(secondFactor.recoveryCodes),
      }
    : { enabled: false };

const hashesOf = (userId: string, codes: readonly string[]): readonly RecoveryCode[] =>
  codes.map((code) => ({ hash: hashRecoveryCode(userId, code) }));

export interface Enrolling {
  readonly id: string;
  /** Of the code that proved it. */
  readonly step: number;
  readonly recoveryCodes: readonly string[];
  readonly epoch: string;
  readonly now: number;
}

/** All sessions end: none of them was opened with the second factor. Links and codes of mails stay, and need it from now on. */
export const enrol = (user: User, { id, step, recoveryCodes, epoch, now }: Enrolling): User => ({
  ...addChange(user, id, now),
  epoch,
  secondFactor: { id, confirmedAt: now, lastStep: step, recoveryCodes: hashesOf(user.id, recoveryCodes) },
});

/** The sessions stay: they were opened with it. */
export const removeSecondFactor = ({ secondFactor: _gone, ...user }: User, changeId: string, now: number): User =>
  addChange(user, changeId, now);

export const renewRecoveryCodes = (user: User, codes: readonly string[]): User =>
  user.secondFactor
    ? { ...user, secondFactor: { ...user.secondFactor, recoveryCodes: hashesOf(user.id, codes) } }
    : user;

/** What was right: the step of an app's code, or a recovery code. */
export type Used = { readonly step: number } | { readonly recoveryCode: string };

/** The second factor after the code was used, once; `undefined` if another request has used it. */
export const useCode = (userId: string, factor: SecondFactor, used: Used, now: number): SecondFactor | undefined => {
  if ('step' in used) return used.step > factor.lastStep ? { ...factor, lastStep: used.step } : undefined;
  const recoveryCodes = useRecoveryCode(factor.recoveryCodes, hashRecoveryCode(userId, used.recoveryCode), now);
  return recoveryCodes && { ...factor, recoveryCodes };
};
