// An account in the local service, with its tokens.
import { tokenOf, type useLocalService } from './local-service.ts';

export interface LocalAccount {
  readonly address: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly userId: string;
}

/** Signs up and verifies by the link; moves the clock by a minute and a second. */
export const createLocalAccount = async (service: ReturnType<typeof useLocalService>): Promise<LocalAccount> => {
  const { address, continuation, mail } = await service.signUp();
  const { status, body } = await service.post('/verify', { token: tokenOf(mail), continuation });
  if (status !== 200) throw new Error(`the verification was answered ${status}`);
  return { address, accessToken: body.accessToken, refreshToken: body.refreshToken, userId: body.user.id };
};
