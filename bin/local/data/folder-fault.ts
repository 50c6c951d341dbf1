// Turns an error of the data folder's files into one line for the person who starts the service.
import { UserError } from '../../user-error.ts';

/** The system refuses: no room, no right. */
const REFUSALS = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM'];

/** Any other error is returned as it is. */
export const explainFolder = (error: unknown, folder: string): unknown => {
  if (!(error instanceof Error)) return error;
  const { code = '', cause } = error as NodeJS.ErrnoException;
  if (REFUSALS.includes(code))
    return new UserError(`DATA_DIR must be a folder that can be written: ${folder} (${code}).`);
  if (code !== 'LEVEL_DATABASE_NOT_OPEN') return error;
  const { code: reason, message = '' } = (cause ?? {}) as NodeJS.ErrnoException;
  if (reason === 'LEVEL_LOCKED') {
    return new UserError(`${folder} is in use by another process. Stop it, or set DATA_DIR to another folder.`);
  }
  return new UserError(`The database in ${folder} cannot be opened (${message.split(': ').at(-1)}).`, error);
};
