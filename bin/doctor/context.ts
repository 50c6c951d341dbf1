// What every check is given.
import type { Resolver } from 'node:dns/promises';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import type { Clients } from './clients.ts';
import type { DeployedStack } from './stack.ts';

/** Of a resolver only what is asked. */
export type NameResolver = Pick<Resolver, 'resolveTxt' | 'resolveMx'>;

/** Servers in place of the real ones: for tests, which alone name them. */
export interface StandIns {
  readonly sensEndpoint?: string;
  /** PEM: by whom the certificate of the SMTP server must be, instead of those that Node trusts. */
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
  readonly standIns?: StandIns;
}
