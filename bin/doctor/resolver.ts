// The name server that the doctor asks.
import { Resolver } from 'node:dns/promises';
import { UserError } from '../user-error.ts';

/** `nameServer`: `host` or `host:port` (an IP address); `undefined` for the machine's own. Throws UserError for anything else. */
export const createResolver = (nameServer: string | undefined): Resolver => {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (nameServer === undefined) return resolver;
  try {
    resolver.setServers([nameServer]);
  } catch (error) {
    const right = '127.0.0.1:5353';
    throw new UserError(
      { ko: `--dns는 ${right} 같은 IP 주소여야 합니다.`, en: `--dns must be an IP address such as ${right}.` },
      error,
    );
  }
  return resolver;
};
