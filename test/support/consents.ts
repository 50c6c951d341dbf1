// What a stage in tests asks people to agree to, and the answers of people.
import type { AskedConsent, ConsentAnswer, ConsentKind } from '#domain/account/consents.ts';

const asked = (key: ConsentKind, required: boolean, version = '2026-01-01'): AskedConsent => ({
  ...{ key, kind: key, version, required },
  title: { ko: `${key}에 동의해요`, en: `I agree to ${key}` },
});

export const TERMS = asked('terms', true);
export const PRIVACY = { ...asked('privacy', true), url: 'https://example.com/privacy' };
export const MARKETING = asked('marketing', false);
/** Two required ones, and one that may be left out. */
export const CONSENTS: readonly AskedConsent[] = [TERMS, PRIVACY, MARKETING];

export const NEW_VERSION = '2026-07-01';
export const renewed = (consent: AskedConsent): AskedConsent => ({ ...consent, version: NEW_VERSION });

export const yes = ({ key, version }: AskedConsent): ConsentAnswer => ({ key, version, granted: true });
export const no = ({ key, version }: AskedConsent): ConsentAnswer => ({ key, version, granted: false });
export const REQUIRED: readonly ConsentAnswer[] = [yes(TERMS), yes(PRIVACY)];
