// An account with everything that could open it: sessions, tokens of clients, an authorization code, and links and codes of mails.
import { beginChallenge } from '#domain/challenge/challenge.ts';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { linkClaims, sealLinkToken } from '#domain/challenge/link-token.ts';
import type { Purpose } from '#domain/purpose.ts';
import type { Store } from '#domain/store.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, bearer } from './account.ts';
import { keysOf } from './builders.ts';
import { anOwner, moveTo, pendingEmailChange } from './email-change.ts';
import {
  codeFor,
  createOAuthService,
  logInToPages,
  NATIVE,
  type Person,
  SERVER,
  SPA,
  swapCode,
  tokensFor,
} from './oauth.ts';
import { freshPhone, textTo } from './one-time-code.ts';
import { addPasskey, createCredential, createDevice, PASSKEY_DOMAIN, useCredential } from './passkeys.ts';
import { freshAddress } from './real-store.ts';
import { freshNetwork, type TestService } from './service.ts';
import { beginSignUp, PASSWORD } from './sign-up.ts';
import { setAccount } from './standing.ts';
import { createTestStore } from './test-store.ts';

export type DisabledWorld = Awaited<ReturnType<typeof aWorld>>;

/** The link of the challenge in the row, whether or not its mail was sent. */
const linkOf = async (service: TestService, purpose: Purpose, address: string): Promise<string> => {
  const ref = { purpose, channel: 'email', address } as const;
  const [row] = await service.store.load([challengeKey(ref)]);
  if (!row) throw new Error(`no ${purpose}`);
  return sealLinkToken(keysOf(row.keyGeneration), linkClaims(ref, row));
};

/** An invitation as an administrator begins it. */
const invite = async (service: TestService, address: string): Promise<string> => {
  const { store, ids, random, clock, settings } = service.dependencies;
  const ref = { purpose: 'invitation', channel: 'email', address } as const;
  const id = ids.next();
  const begun = beginChallenge(undefined, {
    now: clock.now(),
    id,
    network: 'unknown',
    lifetimeSeconds: 3600,
    limits: settings.limits,
    locale: 'ko',
    keyGeneration: settings.masterKeys.current,
    continuationHash: createContinuation(random, ref, id).hash,
  });
  if (!begun.ok) throw new Error('no invitation');
  await store.swap(challengeKey(ref), 'absent', begun.value);
  return linkOf(service, 'invitation', address);
};

interface WorldOptions {
  readonly store?: Store;
  /** Whether the account has no passkey: then an invitation can be accepted. */
  readonly isInvited?: boolean;
}

/** The account is as usual until a test disables it. */
export const aWorld = async ({ store = createTestStore(), isInvited = false }: WorldOptions = {}) => {
  const service = createOAuthService({ store, settings: { passkeyDomain: PASSKEY_DOMAIN } });
  const { undoToken, ...owner } = await moveTo(service, await anOwner(service));
  service.advance(61);
  const { address } = owner;
  const person = { address, id: owner.id, cookies: await logInToPages(service, address) };
  const spa = await tokensFor(service, person, SPA, 'openid offline_access');
  const server = await tokensOfServer(service, person);
  const toAddress = freshAddress();
  const emailChange = await pendingEmailChange(service, owner, toAddress);
  const phone = freshPhone();
  const headers = bearer(owner.accessToken);
  const asked = await service.post('/me/phone', { phone: phone.typed, password: PASSWORD }, { headers });
  const phoneChange = {
    code: (await textTo(service, phone.e164)).code,
    continuation: asked.body.continuation as string,
  };
  const reset = await askReset(service, address);
  const logInMail = await askLogInLink(service, address);
  const otp = await service.post('/otp', { channel: 'email', to: address }, { ip: `${freshNetwork()}.9` });
  await service.deliver();
  const otpCode = service.mails.findLast(({ tags }) => tags.purpose === 'otp')?.code ?? '';
  const passkeys = await passkeysOf(service, owner);
  const stranger = await beginSignUp(service, address, 'password of a stranger', `${freshNetwork()}.9`);
  await service.deliver();
  const signUpLink = await linkOf(service, 'signup', address);
  if (isInvited) await setAccount(service, address, ({ passkeys: _none, ...user }) => user);
  const invitation = await invite(service, address);
  const code = await codeFor(service, person, NATIVE, { scope: 'openid' });
  service.mails.splice(0);
  service.texts.splice(0);
  return {
    ...{ service, address, owner, headers, person, spa, server, code, undoToken },
    ...{ emailChange, toAddress, phoneChange, reset, logInMail, invitation, passkeys },
    otp: { code: otpCode, continuation: otp.body.continuation as string },
    signUp: { token: signUpLink, continuation: stranger.continuation },
  };
};

/** One that the account has, with what it signed for a log-in, and a new one that is not there yet. */
const passkeysOf = async (service: TestService, { accessToken }: { readonly accessToken: string }) => {
  const device = createDevice({ increment: 0 });
  const { id } = (await addPasskey(service, accessToken, device)).body.passkey;
  return {
    id: id as string,
    made: await createCredential(service, accessToken, createDevice()),
    used: await useCredential(service, device),
  };
};

const tokensOfServer = async (service: TestService, person: Person) => {
  const code = await codeFor(service, person, SERVER, { scope: 'openid offline_access' });
  return (await swapCode(service, SERVER, code, { client_secret: SERVER.secret })).body;
};
