// The commands. A new one needs a line here, and a line in both usages.
import type { AnyCommand } from '../command.ts';
import { find } from './find.ts';

export const COMMANDS: readonly AnyCommand[] = [find];
