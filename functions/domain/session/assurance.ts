// How sure it is that a log-in was the owner's: by one factor or by two.
import type { User } from '../account/user.ts';
import type { Settings } from '../settings.ts';

/** Whether the account has a second factor that these methods of authentication leave out. */
export const lacksSecondFactor = ({ secondFactor }: Pick<User, 'secondFactor'>, amr: readonly string[] = []): boolean =>
  secondFactor !== undefined && !amr.includes('mfa');

/** The two levels of NIST SP 800-63B that a log-in here can reach. */
export const LEVELS = ['aal1', 'aal2'] as const;
type Level = (typeof LEVELS)[number];

type Stage = Pick<Settings, 'secondFactor' | 'passkeyDomain'>;

/** Whether tokens say the level: where nobody can have two factors, they are as they were. */
export const hasLevels = ({ secondFactor, passkeyDomain }: Stage): boolean =>
  secondFactor !== undefined || passkeyDomain !== undefined;

/** `acr` of a token; `undefined` in a stage without levels. */
export const levelOf = (settings: Stage, amr: readonly string[] = []): Level | undefined => {
  if (!hasLevels(settings)) return undefined;
  return amr.includes('mfa') ? 'aal2' : 'aal1';
};
