// The context of every check.
import type { Resolver } from 'node:dns/promises';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import type { Clients } from './clients.ts';
import type { Words } from './finding.ts';
import type { DeployedStack } from './stack.ts';

/** The methods of a resolver that are used. */
export type NameResolver = Pick<
  Resolver,
  'resolve4' | 'resolve6' | 'resolveTxt' | 'resolveMx' | 'resolveCname' | 'resolveNs'
>;

/** Servers that replace the real ones. Only tests set them. */
export interface StandIns {
  readonly sensEndpoint?: string;
  readonly turnstileEndpoint?: string;
  readonly leakedPasswordsEndpoint?: string;
  /** In place of 443. */
  readonly apiPort?: number;
  /** PEM of the authority to trust for the SMTP server and the API's domain, instead of those that Node trusts. */
  readonly certificateAuthority?: string;
}

export interface Context {
  readonly config: StageConfig;
  /** `undefined` before the first deployment. */
  readonly stack: DeployedStack | undefined;
  readonly clients: Clients;
  readonly resolver: NameResolver;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Prints a line on the way, beside the report. */
  readonly tell: (line: Words) => void;
  readonly standIns?: StandIns;
}
