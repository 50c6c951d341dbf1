// Replaces DNS in the functions that MiniStack runs: every domain accepts mail, except reserved ones, and `….localhost`
// is this machine (RFC 6761). The test machine may have no DNS, and the real example.com accepts no mail.
import { Resolver as CallbackResolver } from 'node:dns';
import dns, { Resolver } from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

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

/**
 * The Internet as webhooks find it: `….internet.example` has a public address, whose connections end on this machine, and
 * `….inside.example` is a name that somebody has let lead into the network. What is deployed knows nothing of it.
 */
const PUBLIC_ADDRESS = '93.184.215.14';
const ADDRESSES = [
  ['.internet.example', PUBLIC_ADDRESS],
  ['.inside.example', '127.0.0.1'],
];
const { lookup } = dns;
dns.lookup = async (name, options) => {
  const [, address] = ADDRESSES.find(([ending]) => name.endsWith(ending)) ?? [];
  return address === undefined ? lookup(name, options) : [{ address, family: 4 }];
};
syncBuiltinESMExports();
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...words) {
  // Node hands the options on in a list, marked by a symbol.
  const [options] = [words[0]].flat();
  if (options?.host === PUBLIC_ADDRESS) options.host = '127.0.0.1';
  return connect.apply(this, words);
};
