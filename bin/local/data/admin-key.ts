// The key of administrators on this machine, where nothing stands in for the identities of IAM.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../user-error.ts';
import { replaceFile } from './data-file.ts';

const KEY_BYTES = 32;
const KEY = /^[\w-]{43}$/;

/** Made at the first start. */
export const readAdminKey = (dataFolder: string): string => {
  const file = join(dataFolder, 'admin-key');
  if (!existsSync(file)) replaceFile(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`);
  const key = readFileSync(file, 'utf8').trim();
  if (KEY.test(key)) return key;
  throw new UserError(`${file} holds no key: it is empty or damaged. Delete it to get a new one.`);
};
