// An enrolment that was begun: nothing is written until a code of the app proves that its secret arrived.
import type { User } from '../account/user.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import { MINUTE_MILLISECONDS } from '../window.ts';
import { parseSealed, type Sealed, seal } from './sealed.ts';

const ENROLMENT_MILLISECONDS = 15 * MINUTE_MILLISECONDS;

export const sealEnrolment = (keys: DerivedKeys, id: string, user: Pick<User, 'id' | 'epoch'>, now: number): string =>
  seal(keys, 'enrolment', now, [id, user.id, user.epoch]);

/** Without its MAC checked; `undefined` for one that is too old, or of another account or epoch. */
export const parseEnrolment = (
  text: string,
  user: Pick<User, 'id' | 'epoch'>,
  now: number,
): ({ readonly id: string } & Pick<Sealed, 'generation'>) | undefined => {
  const sealed = parseSealed('enrolment', text);
  if (!sealed || now >= sealed.issuedAt + ENROLMENT_MILLISECONDS) return undefined;
  const { generation, values } = sealed;
  const [id, userId, epoch] = values;
  return id !== undefined && userId === user.id && epoch === user.epoch ? { id, generation } : undefined;
};
