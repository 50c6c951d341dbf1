// Reads from cdk.json how mails look and where their links lead, as `cdk deploy` does.
import { existsSync } from 'node:fs';
import type { Brand } from '#domain/brand.ts';
import { DEFAULTS, type Lifetimes } from '#domain/defaults.ts';
import { DEFAULT_LANGUAGES, type Locale } from '#domain/locale.ts';
import type { OwnSentences } from '#domain/settings.ts';
import { readStage } from '../read-stage.ts';

export interface Appearance {
  readonly brand: Brand;
  readonly languages: readonly Locale[];
  readonly words?: OwnSentences;
  readonly lifetimes: Lifetimes;
  /** Origin of the links. */
  readonly issuer: string;
}

const ISSUER = 'https://api.example.com';

/** Without cdk.json: an example. @throws UserError with every fault of the stage. */
export const readAppearance = (file: string, stage: string | undefined): Appearance => {
  if (!existsSync(file)) {
    const brand = { name: 'Example', color: '#2563eb' };
    return { brand, languages: DEFAULT_LANGUAGES, lifetimes: DEFAULTS.lifetimes, issuer: ISSUER };
  }
  const { brand, languages, words, lifetimes, apiDomain } = readStage(file, stage);
  return {
    brand,
    languages,
    ...(words && { words }),
    lifetimes,
    issuer: apiDomain ? `https://${apiDomain.name}` : ISSUER,
  };
};
