// The schema of every stored item. Rows are parsed on load, so a damaged row fails here and not deep inside a decision.
import * as z from 'zod/mini';
import { EVENT_TYPES, type EventType } from '#domain/audit/event-types.ts';
import { DELIVERY_STATUSES } from '#domain/delivery/delivery.ts';
import { DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import { LOCALES, spokenLocale } from '#domain/locale.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import { AUTHENTICATION_METHODS } from '#domain/session/session.ts';
import { type Items, timeToLive } from '#domain/store.ts';
import { late } from '#schemas/late.ts';

const milliseconds = late(() => z.int());
const count = late(() => z.int());
const profile = late(() => z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])));
/** Instead of a language that this release does not have (any more), its first one. */
const locale = late(() =>
  z.pipe(
    z.string(),
    z.transform((text) => spokenLocale(LOCALES, text)),
  ),
);

const consents = late(() =>
  z.array(
    z.looseObject({
      key: z.string(),
      version: z.string(),
      granted: z.boolean(),
      at: milliseconds,
      locale,
      network: z.string(),
    }),
  ),
);

const passkeys = late(() =>
  z.array(
    z.looseObject({
      id: z.string(),
      publicKey: z.string(),
      counter: count,
      transports: z.exactOptional(z.array(z.string())),
      name: z.string(),
      createdAt: milliseconds,
      usedAt: z.exactOptional(milliseconds),
      isSynced: z.boolean(),
      aaguid: z.exactOptional(z.string()),
    }),
  ),
);

const secondFactor = late(() =>
  z.looseObject({
    id: z.string(),
    confirmedAt: milliseconds,
    lastStep: count,
    recoveryCodes: z.array(z.looseObject({ hash: z.string(), usedAt: z.exactOptional(milliseconds) })),
  }),
);

const delivery = late(() =>
  z.looseObject({
    status: z.enum(DELIVERY_STATUSES),
    seq: count,
    reason: z.exactOptional(z.enum(Object.keys(DELIVERY_REASONS) as [DeliveryReason, ...DeliveryReason[]])),
    messageId: z.exactOptional(z.string()),
    at: milliseconds,
    askedAt: z.exactOptional(milliseconds),
    tookMilliseconds: z.exactOptional(z.number()),
    tries: count,
  }),
);

/** Unknown attributes are kept: during a deployment the older code must not lose attributes that the newer code wrote. */
const STORED_ITEMS = {
  attempts: late(() =>
    z.looseObject({
      version: z.string(),
      failures: count,
      at: milliseconds,
      windowEndsAt: milliseconds,
      byNetwork: z.record(z.string(), z.looseObject({ failures: count, at: milliseconds })),
      knownNetworks: z.record(z.string(), milliseconds),
      knownDevices: z.exactOptional(z.record(z.string(), milliseconds)),
      keyedGuesses: z.exactOptional(z.record(z.string(), milliseconds)),
    }),
  ),
  audit: late(() =>
    z.looseObject({
      id: z.string(),
      version: z.string(),
      userId: z.string(),
      at: milliseconds,
      what: z.enum(EVENT_TYPES as readonly [EventType, ...EventType[]]),
      by: z.looseObject({
        kind: z.enum(['admin', 'user', 'system']),
        who: z.exactOptional(z.string()),
        network: z.exactOptional(z.string()),
      }),
      reason: z.exactOptional(z.string()),
      act: z.exactOptional(z.string()),
      data: z.exactOptional(profile),
      expiresAt: milliseconds,
    }),
  ),
  challenge: late(() =>
    z.looseObject({
      id: z.string(),
      version: z.string(),
      createdAt: milliseconds,
      expiresAt: milliseconds,
      notAfter: milliseconds,
      resendAfter: milliseconds,
      sends: count,
      sendsWindowEndsAt: milliseconds,
      sendsByNetwork: z.record(z.string(), z.looseObject({ sends: count, at: milliseconds })),
      failures: count,
      failuresToday: count,
      failuresWindowEndsAt: milliseconds,
      usedAt: z.exactOptional(milliseconds),
      locale,
      keyGeneration: z.int(),
      continuationHash: z.exactOptional(z.string()),
      continuationUsedAt: z.exactOptional(milliseconds),
      clientId: z.exactOptional(z.string()),
      data: z.exactOptional(
        z.union([
          z.looseObject({ passwordHash: z.string(), profile, consents: z.exactOptional(consents) }),
          z.looseObject({
            userId: z.string(),
            mac: z.exactOptional(z.string()),
            oldMailboxLost: z.exactOptional(z.boolean()),
          }),
          z.looseObject({ context: z.string() }),
        ]),
      ),
      answers: z.exactOptional(
        z.array(
          z.looseObject({
            hash: z.string(),
            at: milliseconds,
            expiresInSeconds: count,
            resendInSeconds: count,
            continuationId: z.exactOptional(z.string()),
          }),
        ),
      ),
      accountDeletedAt: z.exactOptional(milliseconds),
      heldLifetime: z.exactOptional(milliseconds),
      isByOwner: z.exactOptional(z.literal(true)),
      delivery,
    }),
  ),
  ceremony: late(() => z.looseObject({ version: z.string(), usedAt: milliseconds })),
  claim: late(() =>
    z.looseObject({
      version: z.string(),
      userId: z.string(),
      reservedUntil: z.exactOptional(milliseconds),
      founding: z.exactOptional(z.literal(true)),
      verified: z.exactOptional(z.literal(true)),
      act: z.exactOptional(z.string()),
    }),
  ),
  deferral: late(() => z.looseObject({ version: z.string(), deferrals: count, until: milliseconds })),
  grant: late(() =>
    z.looseObject({
      version: z.string(),
      clientId: z.string(),
      redirectUri: z.string(),
      codeChallenge: z.string(),
      scope: z.string(),
      nonce: z.exactOptional(z.string()),
      userId: z.string(),
      sessionId: z.string(),
      authenticatedAt: milliseconds,
      amr: z.exactOptional(z.array(z.enum(AUTHENTICATION_METHODS))),
      expiresAt: milliseconds,
      openedSessionId: z.exactOptional(z.string()),
    }),
  ),
  limit: late(() => z.looseObject({ total: count })),
  notice: late(() =>
    z.looseObject({
      id: z.string(),
      version: z.string(),
      userId: z.string(),
      locale,
      keyGeneration: z.int(),
      createdAt: milliseconds,
      expiresAt: milliseconds,
      undoUntil: z.exactOptional(milliseconds),
      device: z.exactOptional(z.string()),
      ip: z.exactOptional(z.string()),
      newAddress: z.exactOptional(z.string()),
      dueAt: z.exactOptional(milliseconds),
      delivery,
    }),
  ),
  passkeyDomain: late(() => z.looseObject({ version: z.string(), domain: z.string(), fixedAt: milliseconds })),
  quota: late(() =>
    z.looseObject({
      version: z.string(),
      at: milliseconds,
      mailsPer24Hours: z.number(),
      mailsPerSecond: z.number(),
      sentInLast24Hours: z.number(),
    }),
  ),
  purge: late(() =>
    z.looseObject({
      version: z.string(),
      since: milliseconds,
      passAt: milliseconds,
      isOver: z.boolean(),
      cursor: z.exactOptional(z.string()),
      removing: z.exactOptional(z.array(z.looseObject({ userId: z.string(), addresses: z.array(z.string()) }))),
    }),
  ),
  session: late(() =>
    z.looseObject({
      version: z.string(),
      userId: z.string(),
      epoch: z.string(),
      rotation: count,
      keyGeneration: z.int(),
      earlierGenerations: z.exactOptional(z.array(z.looseObject({ keyGeneration: z.int(), lastRotation: count }))),
      rotatedAt: milliseconds,
      rotations: z.exactOptional(z.array(milliseconds)),
      createdAt: milliseconds,
      expiresAt: milliseconds,
      authenticatedAt: z.exactOptional(milliseconds),
      amr: z.exactOptional(z.array(z.enum(AUTHENTICATION_METHODS))),
      device: z.exactOptional(z.string()),
      ip: z.exactOptional(z.string()),
      clientId: z.exactOptional(z.string()),
      scope: z.exactOptional(z.string()),
      reusedAt: z.exactOptional(milliseconds),
    }),
  ),
  suppression: late(() => z.looseObject({ version: z.string(), reason: z.string(), at: milliseconds })),
  user: late(() =>
    z.looseObject({
      id: z.string(),
      version: z.string(),
      email: z.string(),
      passwordHash: z.exactOptional(z.string()),
      passkeys: z.exactOptional(passkeys),
      secondFactor: z.exactOptional(secondFactor),
      emailVerifiedAt: z.exactOptional(milliseconds),
      phone: z.exactOptional(z.string()),
      phoneVerifiedAt: z.exactOptional(milliseconds),
      locale,
      profile,
      // The team writes it. A wrong one must keep nobody out.
      metadata: z.exactOptional(z.unknown()),
      epoch: z.string(),
      challengeFloor: z.exactOptional(z.string()),
      changes: z.exactOptional(
        z.array(
          z.looseObject({
            id: z.string(),
            at: milliseconds,
            epoch: z.exactOptional(z.string()),
            byPassword: z.exactOptional(z.literal(true)),
          }),
        ),
      ),
      consents: z.exactOptional(consents),
      formerConsents: z.exactOptional(consents),
      changeIds: z.exactOptional(z.array(z.string())),
      emailHistory: z.exactOptional(
        z.array(z.looseObject({ address: z.string(), changeId: z.string(), until: milliseconds })),
      ),
      leftAddresses: z.exactOptional(z.array(z.string())),
      origin: z.exactOptional(z.looseObject({ network: z.string(), device: z.string() })),
      createdAt: milliseconds,
      disabled: z.exactOptional(z.looseObject({ at: milliseconds })),
      lastAct: z.exactOptional(z.string()),
      deleteAt: z.exactOptional(milliseconds),
      abandoned: z.exactOptional(z.literal(true)),
      removal: z.exactOptional(
        z.looseObject({
          by: z.enum(['admin', 'system']),
          who: z.exactOptional(z.string()),
          act: z.exactOptional(z.string()),
        }),
      ),
      activeAt: z.exactOptional(milliseconds),
      importDigest: z.exactOptional(z.string()),
    }),
  ),
} as const satisfies { readonly [Kind in ItemKind]: z.ZodMiniType<Items[Kind]> };

type Row = Readonly<Record<string, unknown>>;

/** A session's `rotation` is stored as `generation`, its name in the last release, so that both releases read the same rows. */
const toStored = ({ rotation, ...rest }: Row): Row => ({ ...rest, generation: rotation });
const fromStored = ({ generation, ...rest }: Row): Row => ({ ...rest, rotation: generation });

/** The row as it is written: the item, its key, and the TTL attribute in epoch seconds. */
export const toRow = <Kind extends ItemKind>(key: Key<Kind>, item: Draft<Items[Kind]>): Row => ({
  ...(key.kind === 'session' ? toStored(item) : item),
  pk: key.pk,
  ttl: timeToLive(key.kind, item),
});

/** Parses one row of the given kind. Throws an error that names the paths at fault, never the values. */
export const parseItem = <Kind extends ItemKind>(kind: Kind, row: Row): Items[Kind] => {
  const { pk: _pk, ttl: _ttl, ...stored } = row;
  const item = kind === 'session' ? fromStored(stored) : stored;
  const parsed = STORED_ITEMS[kind].safeParse(item);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`a stored ${kind} is damaged at: ${paths}`);
  }
  return parsed.data as unknown as Items[Kind];
};
