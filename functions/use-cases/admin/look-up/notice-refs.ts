// The notices that an account may have, by their keys: the table cannot be asked for those of one address.
import type { User } from '#domain/account/user.ts';
import { NOTICE_KINDS, type NoticeRef } from '#domain/purpose.ts';
import type { LogInAttempts } from '#domain/session/log-in-attempts.ts';
import { newLogInId } from '#domain/session/new-log-in.ts';

/** Their keys end in the id of a change, which the account keeps for a day, or which the place of a log-in gives. */
export const noticeRefsOf = (
  user: User,
  address: string,
  attempts: LogInAttempts | undefined,
): readonly NoticeRef[] => {
  const changes = [
    ...(user.changes ?? []).map(({ id }) => id.replace(/^undo:/, '')),
    ...(user.emailHistory ?? []).map(({ changeId }) => changeId),
  ];
  const ofChanges = NOTICE_KINDS.filter((kind) => kind !== 'new_log_in').flatMap((kind) =>
    [...new Set(changes)].map((changeId): NoticeRef => ({ kind, address, changeId })),
  );
  const ofLogIns = placesOf(attempts).map(
    (place): NoticeRef => ({ kind: 'new_log_in', address, changeId: newLogInId(user, place) }),
  );
  return [...ofChanges, ...ofLogIns];
};

/** Every network and device that the owner was seen with: the row does not say which belong together. */
const placesOf = ({ knownNetworks = {}, knownDevices = {} }: Partial<LogInAttempts> = {}) =>
  Object.keys(knownNetworks).flatMap((network) => Object.keys(knownDevices).map((device) => ({ network, device })));
