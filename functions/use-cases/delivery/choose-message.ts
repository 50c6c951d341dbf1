// Chooses the message of a row. Only here is it checked whether an address has an account before it gets a message.
import { hasOwnWayIn, mayOpen, type User } from '#domain/account/user.ts';
import { type Challenge, liveChallenge, startLifetime } from '#domain/challenge/challenge.ts';
import { deriveCode } from '#domain/challenge/code.ts';
import { type LinkPage, linkTo, ownHost } from '#domain/challenge/link-target.ts';
import { linkClaims, sealLinkToken } from '#domain/challenge/link-token.ts';
import type { Mail, MailName } from '#domain/delivery/mail.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { Ports } from '#domain/ports.ts';
import { type ChallengeRef, isChange } from '#domain/purpose.ts';
import { challengeKey, userKey } from '#domain/store-keys.ts';
import { MINUTE_MILLISECONDS } from '#domain/window.ts';
import { isOwnChange } from '../challenge/change-owner.ts';
import { loadPresent } from '../load-account.ts';
import { chooseNotice } from './choose-notice.ts';
import { asMail, type ChosenMessage, keysFor } from './message.ts';
import type { OwedRow } from './owed-rows.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing' | 'otpKeyRing'>;

export const chooseMessage = async (dependencies: Dependencies, row: OwedRow): Promise<ChosenMessage> => {
  if (row.kind === 'notice') return chooseNotice(dependencies, row.owed.ref, row.item);
  const { ref } = row.owed;
  const isOwn = !isChange(ref.purpose) || (await isOwnChange(dependencies, ref, row.item));
  if (!isOwn) return { ok: false, reason: 'not_own', isFinal: true };
  if (await isOfDisabled(dependencies, row.item)) return { ok: false, reason: 'account_disabled', isFinal: true };
  // The lifetime of a held mail begins now.
  const item = startLifetime(row.item, dependencies.clock.now());
  if (ref.channel === 'sms') {
    const code = deriveCode(await keysFor(dependencies, item.keyGeneration), ref, item.id);
    const host = ownHost(dependencies.settings, item.clientId);
    const text = { name: 'code', locale: item.locale, ...(host !== undefined && { host }), values: { code } } as const;
    return { ok: true, message: { channel: 'sms', text } };
  }
  const mail = await chooseMail(dependencies, ref, item);
  if (typeof mail === 'string') return { ok: false, reason: mail, isFinal: true };
  return asMail(mail, await isFirst(dependencies, ref, mail.name));
};

/** Whether the account that began this change of address or number has been disabled since. */
const isOfDisabled = async ({ store }: Dependencies, { data }: Challenge): Promise<boolean> => {
  if (!data || !('userId' in data)) return false;
  const [user] = await store.load([userKey(data.userId)]);
  return user?.disabled !== undefined;
};

/**
 * Whether nobody has proven the address yet. `verification`, `email-change` and `invitation` are only chosen then; for `otp` it is
 * looked up here.
 */
const isFirst = async ({ store, clock }: Dependencies, { address }: ChallengeRef, name: MailName): Promise<boolean> => {
  if (name === 'otp') return (await loadPresent({ store, clock }, address)) === undefined;
  return name === 'verification' || name === 'email-change' || name === 'invitation';
};

const chooseMail = async (
  dependencies: Dependencies,
  ref: ChallengeRef,
  challenge: Challenge,
): Promise<Mail | DeliveryReason> => {
  const { locale } = challenge;
  if (ref.purpose === 'otp') {
    return { name: 'otp', locale, values: await codeValues(dependencies, ref, challenge) };
  }
  const user = await loadPresent(dependencies, ref.address);
  if (user?.disabled) return 'account_disabled';
  if (ref.purpose === 'signup' || ref.purpose === 'email_change') {
    if (user) return accountExists(dependencies, challenge);
    const [name, path] = ref.purpose === 'signup' ? (['verification', '/verify'] as const) : EMAIL_CHANGE;
    return { name, locale, values: await linkAndCode(dependencies, path, ref, challenge) };
  }
  if (ref.purpose === 'invitation') return chooseInvitation(dependencies, ref, challenge, user);
  if (ref.purpose !== 'reset' && ref.purpose !== 'login') throw new Error(`no mail is written for ${ref.purpose}`);
  if (!user) return pendingSignUp(dependencies, ref.address);
  if (!mayOpen(challenge.id, user)) return 'account_changed';
  return { name: ref.purpose, locale, values: await linkAndCode(dependencies, `/${ref.purpose}`, ref, challenge) };
};

/** It sets the first password, so it is of no use to an account that has one, or a passkey. */
const chooseInvitation = async (
  dependencies: Dependencies,
  ref: ChallengeRef,
  challenge: Challenge,
  user: User | undefined,
): Promise<Mail | DeliveryReason> => {
  if (!user) return 'nothing_to_open';
  if (!mayOpen(challenge.id, user) || hasOwnWayIn(user)) return 'account_changed';
  const { code: _none, ...values } = await linkAndCode(dependencies, '/invitation', ref, challenge);
  return { name: 'invitation', locale: challenge.locale, values };
};

const EMAIL_CHANGE = ['email-change', '/email/confirm'] as const;

/** A person with a pending sign-up gets the verification mail again, because there is no account to log in to yet. */
const pendingSignUp = async (dependencies: Dependencies, address: string): Promise<Mail | DeliveryReason> => {
  const ref = { purpose: 'signup', channel: 'email', address } as const;
  const [signUp] = await dependencies.store.load([challengeKey(ref)]);
  const live = signUp && liveChallenge(signUp, signUp.id, dependencies.clock.now());
  if (!live?.ok) return 'nothing_to_open';
  const values = await linkAndCode(dependencies, '/verify', ref, live.value);
  return { name: 'verification', locale: live.value.locale, values };
};

const accountExists = ({ settings }: Dependencies, challenge: Challenge): Mail => {
  const { locale, clientId } = challenge;
  const target = { locale, ...(clientId !== undefined && { clientId }) };
  return {
    name: 'account-exists',
    locale,
    values: { link: linkTo(settings, '/login', target), resetLink: linkTo(settings, '/reset', target) },
  };
};

/** The same challenge always gives the same link and code, byte by byte. */
const linkAndCode = async (dependencies: Dependencies, page: LinkPage, ref: ChallengeRef, challenge: Challenge) => {
  const keys = await keysFor(dependencies, challenge.keyGeneration);
  const token = sealLinkToken(keys, linkClaims(ref, challenge));
  const link = linkTo(dependencies.settings, page, { ...challenge, token });
  return { link, ...(await codeValues(dependencies, ref, challenge)) };
};

const codeValues = async (dependencies: Dependencies, ref: ChallengeRef, challenge: Challenge) => ({
  code: deriveCode(await keysFor(dependencies, challenge.keyGeneration), ref, challenge.id),
  lifetimeMinutes: Math.max(1, Math.round((challenge.expiresAt - dependencies.clock.now()) / MINUTE_MILLISECONDS)),
});
