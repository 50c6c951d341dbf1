// What administrators see of rows: times as people read them, and no attribute that is not named here.
import type { Consent } from '#domain/account/consents.ts';
import type { AuditRow } from '#domain/audit/audit.ts';
import type { Delivery } from '#domain/delivery/delivery.ts';
import type { Session } from '#domain/session/session.ts';
import type { AddressedChallenge, SuppressedAddress } from '#use-cases/admin/look-up/show-user.ts';

const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const toAuditEntry = ({ id, at, what, by, reason, act, data }: AuditRow) => ({
  id,
  at: toTime(at),
  what,
  by: {
    kind: by.kind,
    ...(by.who !== undefined && { who: by.who }),
    ...(by.network !== undefined && { network: by.network }),
  },
  ...(reason !== undefined && { reason }),
  ...(act !== undefined && { act }),
  ...(data && { data }),
});

export const toShownSession = ({ id, session }: { readonly id: string; readonly session: Session }) => ({
  id,
  createdAt: toTime(session.createdAt),
  lastUsedAt: toTime(session.rotatedAt),
  expiresAt: toTime(session.expiresAt),
  ...(session.device !== undefined && { device: session.device }),
  ...(session.ip !== undefined && { ip: session.ip }),
  ...(session.clientId !== undefined && { clientId: session.clientId }),
});

export const toShownConsent = ({ key, version, granted, at, locale, network }: Consent) => ({
  key,
  version,
  granted,
  at: toTime(at),
  locale,
  network,
});

export const toShownSuppression = ({ channel, suppression: { reason, at } }: SuppressedAddress) => ({
  channel,
  reason,
  at: toTime(at),
});

const toShownDelivery = ({ status, at, reason }: Delivery) => ({ status, at: toTime(at), ...(reason && { reason }) });

export const toShownChallenge = ({ ref: { purpose, channel }, challenge }: AddressedChallenge) => ({
  purpose,
  channel,
  createdAt: toTime(challenge.createdAt),
  expiresAt: toTime(challenge.expiresAt),
  sends: challenge.sends,
  failures: challenge.failures,
  delivery: toShownDelivery(challenge.delivery),
});
