// Replaces DNS in the functions that MiniStack runs: every domain accepts mail, except reserved ones, and `….localhost`
// is this machine (RFC 6761). The test machine may have no DNS, and the real example.com accepts no mail.
import { Resolver as CallbackResolver } from 'node:dns';
import { Resolver } from 'node:dns/promises';

const notFound = (name) => Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });

Resolver.prototype.resolveMx = async (domain) => {
  if (domain.endsWith('.invalid')) throw notFound(domain);
  return [{ exchange: `mx.${domain}`, priority: 10 }];
};

/** How an SMTP server is looked up. */
const { resolve4, resolve6 } = CallbackResolver.prototype;
CallbackResolver.prototype.resolve4 = function (name, done) {
  if (!name.endsWith('.localhost')) return resolve4.call(this, name, done);
  queueMicrotask(() => done(null, ['127.0.0.1']));
};
CallbackResolver.prototype.resolve6 = function (name, done) {
  if (!name.endsWith('.localhost')) return resolve6.call(this, name, done);
  queueMicrotask(() => done(notFound(name)));
};
