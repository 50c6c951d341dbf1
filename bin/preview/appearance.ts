// Reads from cdk.json how mails look and where their links lead, as `cdk deploy` does.
import { existsSync, readFileSync } from 'node:fs';
import type { Brand } from '#domain/brand.ts';
import { DEFAULTS, type Lifetimes } from '#domain/defaults.ts';
import { ConfigError } from '../../lib/config/faults.ts';
import { readConfig } from '../../lib/config/read-config.ts';
import { UserError } from '../user-error.ts';

export interface Appearance {
  readonly brand: Brand;
  readonly lifetimes: Lifetimes;
  /** Origin of the links. */
  readonly issuer: string;
}

const ISSUER = 'https://api.example.com';

/** Without such a file: an example's. @throws UserError with every fault of the stage. */
export const readAppearance = (file: string, stage: string | undefined): Appearance => {
  if (!existsSync(file)) {
    return { brand: { name: 'Example', color: '#2563eb' }, lifetimes: DEFAULTS.lifetimes, issuer: ISSUER };
  }
  const context = readContext(file);
  try {
    const config = readConfig((key) => (key === 'stage' && stage !== undefined ? stage : context[key]));
    const { brand, lifetimes, apiDomain } = config;
    return { brand, lifetimes, issuer: apiDomain ? `https://${apiDomain.name}` : ISSUER };
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.message);
    throw error;
  }
};

const readContext = (file: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).context ?? {};
  } catch (error) {
    throw new UserError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
};
