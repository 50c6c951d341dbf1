// The human check on AWS. Most stages have none, so what asks Cloudflare is loaded with the first token.

import type { HumanCheck } from '#domain/ports/factors.ts';
import type { EventLog } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { readEnv } from '../../env.ts';

interface Base {
  readonly settings: Settings;
  readonly log: EventLog;
}

export const deployedHumanCheck = ({ settings, log }: Base): HumanCheck | undefined => {
  if (!settings.humanCheck) return undefined;
  const arn = readEnv('humanCheckSecret');
  let loading: Promise<HumanCheck> | undefined;
  const load = async () => (await import('./turnstile.ts')).turnstile(arn, settings, log);
  return {
    check: async (token, request) => {
      loading ??= load();
      return (await loading).check(token, request);
    },
  };
};
