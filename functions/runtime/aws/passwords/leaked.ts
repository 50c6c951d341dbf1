// The passwords of leaks on AWS. Most stages do not ask for them, so what asks is loaded with the first new password.

import type { LeakedPasswords } from '#domain/ports/passwords.ts';
import type { EventLog } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';

interface Base {
  readonly settings: Pick<Settings, 'leakedPasswords'>;
  readonly log: EventLog;
}

export const deployedLeakedPasswords = ({ settings, log }: Base): LeakedPasswords | undefined => {
  if (settings.leakedPasswords === undefined) return undefined;
  let loading: Promise<LeakedPasswords> | undefined;
  const load = async () => (await import('./range.ts')).leakedPasswordsBy(log);
  return {
    has: async (password) => {
      loading ??= load();
      return (await loading).has(password);
    },
  };
};
