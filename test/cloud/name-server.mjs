// Stands in for DNS in the functions that MiniStack runs: every domain takes mail, but those that no one can have (RFC 6761).
// The machine of a test may have no DNS at all, and the real example.com takes no mail.
import { Resolver } from 'node:dns/promises';

Resolver.prototype.resolveMx = async (domain) => {
  if (domain.endsWith('.invalid')) throw Object.assign(new Error(`no ${domain}`), { code: 'ENOTFOUND' });
  return [{ exchange: `mx.${domain}`, priority: 10 }];
};
