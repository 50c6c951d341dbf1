// The challenges of passkeys: makes them, and knows them again in what a browser sends.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import {
  beginCeremony,
  type Ceremony,
  isCeremonyOver,
  isOwnCeremony,
  type ParsedCeremony,
  parseCeremony,
} from '#domain/factors/ceremony.ts';
import { challengeOf } from '#domain/factors/credential.ts';
import type { PasskeyDomain } from '#domain/factors/passkey-domain.ts';
import { passkeyOriginsOf } from '#domain/factors/passkey-origins.ts';
import type { ExpectedCeremony } from '#domain/ports/factors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { currentKeys } from './ceremony-keys.ts';

export const newChallenge = async (
  dependencies: Pick<Ports, 'keyRing' | 'settings' | 'random' | 'clock'>,
  ceremony: Ceremony,
): Promise<string> =>
  beginCeremony(await currentKeys(dependencies), dependencies.random, dependencies.clock.now(), ceremony);

/** `invalid_request`: it is no challenge of ours for this ceremony. `expired`: it was. */
export const readChallenge = async (
  { keyRing, clock }: Pick<Ports, 'keyRing' | 'clock'>,
  clientDataJSON: string,
  ceremony: Ceremony,
): Promise<Outcome<ParsedCeremony>> => {
  const parsed = parseCeremony(challengeOf(clientDataJSON) ?? '', ceremony.kind);
  const keys = parsed && (await keyRing.generation(parsed.generation));
  if (!keys || !isOwnCeremony(keys, parsed, ceremony)) return NO_CHALLENGE;
  return isCeremonyOver(parsed, clock.now()) ? refuse('expired') : accept(parsed);
};

/** Of a credential that does not fit. It never says what does not. */
export const NO_CHALLENGE = refuse('invalid_request', {
  errors: [{ path: 'credential', message: 'must be made with the options that this service gave for it' }],
});

export const expectedOf = (settings: Settings, rpId: string, { text }: ParsedCeremony): ExpectedCeremony => ({
  challenge: text,
  origins: passkeyOriginsOf(settings),
  rpId,
});

/** The passkeys that people have are for another domain: then there are none here. `fixed`: `undefined` until there is one. */
export const refuseOtherDomain = (
  { log }: Pick<Ports, 'log'>,
  fixed: Pick<PasskeyDomain, 'domain'> | undefined,
  rpId: string,
): Outcome<undefined> => {
  if (fixed === undefined || fixed.domain === rpId) return accept(undefined);
  log.write('passkey_domain_differs', { fixed: fixed.domain, configured: rpId });
  return refuse('not_found');
};
