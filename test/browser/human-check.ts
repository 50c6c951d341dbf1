// The local service of a stage that asks for a person, and its Cloudflare.
import { type LocalHumanCheck, startHumanCheck } from '../../bin/local/human-check/human-check.ts';
import type { TurnstileDouble } from '../../bin/local/human-check/turnstile.ts';
import type { HumanCheckSettings } from '../../functions/domain/settings.ts';
import { SITE_KEY } from '../support/human.ts';
import { useLocalService } from '../support/local/local-service.ts';

/** Call it at the top level of a test file. */
export const useHumanCheck = (mode: HumanCheckSettings['mode']) => {
  let human: LocalHumanCheck | undefined;
  const service = useLocalService({
    settingsFor: () => ({ humanCheck: { mode, siteKey: SITE_KEY } }),
    startHumanCheck: async (siteKey, clock) => {
      human = await startHumanCheck(siteKey, clock);
      return human;
    },
  });
  const cloudflare = (): TurnstileDouble => {
    if (!human) throw new Error('the service is not started');
    return human.turnstile;
  };
  return { service, cloudflare, origin: () => cloudflare().origin };
};
