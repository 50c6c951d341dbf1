// The bodies of the routes of passkeys and of the second factor, in wire form.
import * as z from 'zod/mini';
import { late } from '../late.ts';

export const PasskeyLogInOptionsRequest = late(() => z.strictObject({}));
