// The answers of the routes of passkeys.
import type { TestService } from '../service.ts';

/** Of a service with passkeys. */
export const drivePasskeys = async ({ post }: TestService): Promise<void> => {
  await post('/login/passkey/options', {});
};
