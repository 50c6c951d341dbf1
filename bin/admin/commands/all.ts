// The commands. A new one needs a line here, and a line in both usages.
import type { AnyCommand } from '../command.ts';
import { deleteAccount, disable, enable, logOut, removeSecondFactor } from './account-acts.ts';
import { audit } from './audit.ts';
import { changeEmail } from './change-email.ts';
import { create, invite } from './create.ts';
import { explain } from './explain.ts';
import { exportAccount } from './export.ts';
import { find } from './find.ts';
import { list } from './list.ts';
import { replay } from './replay.ts';
import { resend } from './resend.ts';
import { setMetadata } from './set-metadata.ts';
import { show } from './show.ts';
import { suppress, unsuppress } from './suppressions.ts';

export const COMMANDS: readonly AnyCommand[] = [
  find,
  list,
  show,
  explain,
  audit,
  create,
  invite,
  disable,
  enable,
  logOut,
  resend,
  setMetadata,
  changeEmail,
  removeSecondFactor,
  deleteAccount,
  exportAccount,
  suppress,
  unsuppress,
  replay,
];
