// Hashes that are recognised only to be refused by name: one graphics card tries billions of passwords a second against them.

const WEAK: readonly (readonly [kind: string, pattern: RegExp])[] = [
  // RFC 2307, as LDAP servers store them.
  ['ldap_sha', /^\{S?SHA(?:224|256|384|512)?\}/i],
  ['ldap_md5', /^\{S?MD5\}/i],
  ['crypt', /^\{CRYPT\}/i],
  ['md5_crypt', /^\$(?:1|apr1)\$/],
  ['phpass', /^\$[PH]\$/],
  // Of a faulty release of PHP, and bcrypt before it had letters.
  ['bcrypt_2x', /^\$2x?\$/],
  // Django's old ones.
  ['salted_digest', /^(?:md5|sha1)\$[^$]*\$[\da-f]{32,40}$/],
  ['crypt', /^crypt\$/],
  // bsdicrypt and DES.
  ['des_crypt', /^(?:_[./\dA-Za-z]{19}|[./\dA-Za-z]{13})$/],
  ['plain_digest', /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128})$/i],
];

export const weakKindOf = (hash: string): string | undefined => WEAK.find(([, pattern]) => pattern.test(hash))?.[0];
