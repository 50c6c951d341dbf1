// The statements about an account that hold after every schedule. Each gives what contradicts it, so an empty list is right.

import type { Asked } from './asked.ts';
import { OWN_ADDRESSES, SNOOP, THIEF_ADDRESS } from './people.ts';
import { isDone } from './steps.ts';
import type { World } from './world.ts';

type Statements = Readonly<Record<string, (world: World) => readonly unknown[]>>;

/** The addresses at which an account can be reached. */
const addressesOf = ({ witness: { rows } }: World, userId: string): readonly string[] =>
  [...OWN_ADDRESSES, THIEF_ADDRESS].filter((address) => {
    const isClaimed = rows.get(`users email#${address}`)?.['userId'] === userId;
    return isClaimed && rows.get(`users user#${userId}`)?.['email'] === address;
  });

const usersOf = ({ given, witness: { rows } }: World): readonly string[] =>
  [...new Set(given.map(({ userId }) => userId))].filter((id) => rows.has(`users user#${id}`));

/** What an access token alone may do: read. A logout without a refresh token ends nothing, and says so to everybody. */
const isHarmless = ({ method, path }: Asked): boolean => method === 'GET' || path === '/logout';

export const STATEMENTS: Statements = {
  'no request answers 500': ({ asked }) =>
    asked.filter(({ answer: { status } }) => status >= 500 && status !== 503).map(({ path, answer }) => [path, answer]),

  'tokens go to the owner, and to a thief who knows a password': ({ given, stolen }) =>
    given.filter(({ to }) => to === 'stranger' || to === 'snoop' || (to === 'thief' && stolen.length === 0)),

  'an account is reached at one address': (world) =>
    usersOf(world).flatMap((id) => {
      const addresses = addressesOf(world, id);
      return addresses.length === 1 ? [] : [{ id, addresses }];
    }),

  'no link and no code works twice': ({ spent }) => [...spent].filter(([, count]) => count > 1),

  'no session outlives the answer of what ends it': ({ uses, ends }) =>
    uses.filter(({ from, token }) =>
      ends.some((end) => {
        const isOfIt = (end.userId ?? token.userId) === token.userId && end.except !== token.sessionId;
        return isOfIt && token.until < end.from && end.until < from;
      }),
    ),

  'no session outlives a change that was written, whatever its answer': ({ uses, witness }) =>
    uses.filter(({ from, token }) =>
      witness.credentials.some(
        (change) =>
          change.endsSessions && change.userId === token.userId && token.until < change.moment && change.moment < from,
      ),
    ),

  'an access token alone ends no session, changes no credential and gets no token': ({ asked, witness }) => [
    ...asked.filter(
      (one) => one.who === SNOOP && (one.answer.body?.accessToken !== undefined || (isDone(one) && !isHarmless(one))),
    ),
    ...witness.accounts.filter(({ asking, hasNewEpoch, hasNewFloor, hasNewSecret }) => {
      return asking?.who === SNOOP.name && (hasNewEpoch || hasNewFloor || hasNewSecret);
    }),
    ...witness.credentials.filter(({ asking }) => asking?.who === SNOOP.name),
    ...witness.removedSessions.filter(({ asking }) => asking?.who === SNOOP.name),
  ],

  'only a changed password or address ends links and codes': ({ witness }) =>
    witness.accounts.filter(({ hasNewFloor, hasNewSecret }) => hasNewFloor && !hasNewSecret),

  'tabs that refresh within the grace end no session': ({ tabs, witness }) =>
    tabs.filter(({ sessionId, from, until }) =>
      witness.removedSessions.some(
        (removed) =>
          removed.sessionId === sessionId && removed.asking?.isTab && from < removed.moment && removed.moment < until,
      ),
    ),

  'a request that is repeated with its key gets the same answer, and orders one message': ({ repeats, witness }) =>
    repeats.filter(({ key, first, second }) => {
      const orders = witness.orders.filter(({ asking }) => asking?.key === key);
      const isAnother = first.status === 202 && second.status < 500 && first.text !== second.text;
      return orders.length > 1 || isAnother;
    }),
};

/** For a change, the ids of the notices that were mailed to an address. */
const mailed = ({ service }: World, kind: string, address: string): ReadonlySet<string> =>
  new Set(
    service.mails.filter(({ to, tags }) => to === address && tags.purpose === kind).map(({ tags }) => tags.challenge),
  );

/** Once everything that is due was sent. */
export const AFTER_THE_MAILS: Statements = {
  'every change of credentials was told to each address it concerns, whatever came after it': (world) => {
    const { credentials } = world.witness;
    return credentials.filter(({ kind, addresses, changeId }) =>
      addresses.some((address) => {
        const told = mailed(world, kind, address);
        // A deletion has no id in an account that is gone, so as many notices as deletions are asked for.
        if (kind !== 'account_deleted') return changeId === undefined || !told.has(changeId);
        return told.size < credentials.filter((one) => one.kind === kind && one.addresses.includes(address)).length;
      }),
    );
  },
};
