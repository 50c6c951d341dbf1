// Changes the email address of an account and undoes it, as its owner does, over the test service.
import { isReachableAt, type User } from '#domain/account/user.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { type AskedMail, bearer } from './account.ts';
import { freshAddress } from './real-store.ts';
import type { Answer, TestService } from './service.ts';
import { account, mailTo, PASSWORD } from './sign-up.ts';

export interface Owner {
  readonly id: string;
  readonly address: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

export const toOwner = ({ body }: Answer): Owner => ({
  id: body.user.id,
  address: body.user.email,
  accessToken: body.accessToken,
  refreshToken: body.refreshToken,
});

/** An account with a new address, and the session from its sign-up. */
export const anOwner = async (service: TestService, password = PASSWORD): Promise<Owner> =>
  toOwner(await account(service, freshAddress(), password));

/** Returns refusals too. */
export const askEmailChange = (
  service: TestService,
  { accessToken }: Pick<Owner, 'accessToken'>,
  newEmail: string,
  password = PASSWORD,
): Promise<Answer> => service.post('/me/email', { newEmail, password }, { headers: bearer(accessToken) });

/** Asks for an email change; returns its mail as it arrived at the new address. */
export const pendingEmailChange = async (
  service: TestService,
  owner: Pick<Owner, 'accessToken'>,
  newEmail: string,
  password = PASSWORD,
): Promise<AskedMail> => {
  const asked = await askEmailChange(service, owner, newEmail, password);
  if (asked.status !== 202) throw new Error(`/me/email answered ${asked.status} ${asked.text}`);
  const { token, code } = await mailTo(service, newEmail);
  if (!token || !code) throw new Error('the mail has no link or no code');
  return { continuation: asked.body.continuation, token, code };
};

export const confirmEmailChange = (
  service: TestService,
  { token, continuation }: Pick<AskedMail, 'token' | 'continuation'>,
): Promise<Answer> => service.post('/me/email/confirm', { token, continuation });

export interface Moved extends Owner {
  /** From the link in the mail to the old address. */
  readonly undoToken: string;
}

/** The account at its new address, with the session that the change began. */
export const moveTo = async (
  service: TestService,
  owner: Owner,
  newEmail = freshAddress(),
  password = PASSWORD,
): Promise<Moved> => {
  const confirmed = await confirmEmailChange(service, await pendingEmailChange(service, owner, newEmail, password));
  if (confirmed.status !== 200) throw new Error(`confirm answered ${confirmed.status} ${confirmed.text}`);
  const { token: undoToken } = await mailTo(service, owner.address);
  if (!undoToken) throw new Error('the notice has no link');
  return { ...toOwner(confirmed), undoToken };
};

export const undoEmailChange = (service: TestService, token: string): Promise<Answer> =>
  service.post('/email/undo', { token });

export const loadUser = async ({ store }: Pick<TestService, 'store'>, id: string): Promise<User | undefined> => {
  const [user] = await store.load([userKey(id)]);
  return user;
};

/** The account that is reachable at an address. */
export const accountAt = async ({ store }: TestService, address: string): Promise<User | undefined> => {
  const [claim] = await store.load([emailClaimKey(address)]);
  const user = claim && (await loadUser({ store }, claim.userId));
  return isReachableAt(claim, user, address) ? user : undefined;
};
