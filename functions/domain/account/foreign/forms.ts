// The forms in which other systems store hashes of passwords, each with how it is read.
import { decodeAdaptedBase64, decodeBase64, decodeEitherBase64 } from './base64.ts';
import type { HashWork, Pbkdf2Work, ScryptWork } from './work.ts';

type Groups = Readonly<Record<string, string | undefined>>;

interface Form {
  readonly kind: string;
  readonly pattern: RegExp;
  /** `undefined`: a part of it is wrong. */
  readonly read: (groups: Groups) => HashWork | undefined;
}

const SALT = { least: 4, most: 128 };
const TAG = { least: 16, most: 128 };

/** A short tag is easy to hit. */
const derived = (salt: Buffer | undefined, tag: Buffer | undefined) =>
  salt && tag && isIn(salt.length, SALT) && isIn(tag.length, TAG) ? { salt, tag } : undefined;

const isIn = (length: number, { least, most }: typeof SALT): boolean => length >= least && length <= most;

/** Nine digits at most: no number of a form loses precision. */
const NUMBER = String.raw`[1-9]\d{0,8}`;
/** Django draws letters and digits, and a team may have set its own. */
const TEXT = String.raw`[\x21-\x23\x25-\x7e]+`;
const BASE64 = '[A-Za-z0-9+/]+={0,2}';

/** https://github.com/P-H-C/phc-string-format. Version 1.0 of argon2 is not in Node. */
const ARGON2 = String.raw`\$(?<variant>argon2(?:id|i|d))\$v=19\$m=(?<memory>${NUMBER}),t=(?<passes>${NUMBER}),p=(?<lanes>[1-9]\d{0,2})\$(?<salt>${BASE64})\$(?<tag>${BASE64})`;

/** RFC 9106, section 3.1: 8 KiB of memory per lane. Node wants a salt of 8 bytes. */
const readArgon2 = ({ variant, memory, passes, lanes, salt = '', tag = '' }: Groups): HashWork | undefined => {
  const parts = derived(decodeBase64(salt), decodeBase64(tag));
  const [memoryKibibytes, parallelism] = [Number(memory), Number(lanes)];
  if (variant !== 'argon2id' && variant !== 'argon2i' && variant !== 'argon2d') return undefined;
  if (!parts || parts.salt.length < 8 || memoryKibibytes < 8 * parallelism) return undefined;
  return { by: 'argon2', variant, memoryKibibytes, passes: Number(passes), parallelism, ...parts };
};

const argon2 = (variant: string): Form => ({
  kind: variant,
  pattern: new RegExp(String.raw`^(?:argon2)?(?=\$${variant}\$)${ARGON2}$`),
  read: readArgon2,
});

const BCRYPT = String.raw`(?<hash>\$2[aby]\$(?<rounds>0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53})`;

const bcrypt = (kind: string, start: string): Form => ({
  kind,
  pattern: new RegExp(`^${start}${BCRYPT}$`),
  read: ({ hash = '', rounds }) => ({
    by: 'bcrypt',
    rounds: Number(rounds),
    hash,
    isDigested: kind === 'bcrypt_sha256',
  }),
});

const pbkdf2OfDjango = (digest: 'sha1' | 'sha256'): Form => ({
  kind: `pbkdf2_${digest}`,
  pattern: new RegExp(String.raw`^pbkdf2_${digest}\$(?<iterations>${NUMBER})\$(?<salt>${TEXT})\$(?<tag>${BASE64})$`),
  read: ({ iterations, salt = '', tag = '' }) => pbkdf2(digest, iterations, Buffer.from(salt), decodeBase64(tag)),
});

/** passlib's: https://passlib.readthedocs.io/en/stable/lib/passlib.hash.pbkdf2_digest.html */
const pbkdf2OfPasslib = (digest: Pbkdf2Work['digest'], name: string): Form => ({
  kind: `pbkdf2_${digest}`,
  pattern: new RegExp(
    String.raw`^\$${name}\$(?<iterations>${NUMBER})\$(?<salt>[A-Za-z0-9./]+)\$(?<tag>[A-Za-z0-9./]+)$`,
  ),
  read: ({ iterations, salt = '', tag = '' }) =>
    pbkdf2(digest, iterations, decodeAdaptedBase64(salt), decodeAdaptedBase64(tag)),
});

const pbkdf2 = (
  digest: Pbkdf2Work['digest'],
  iterations: string | undefined,
  salt: Buffer | undefined,
  tag: Buffer | undefined,
): HashWork | undefined => {
  const parts = derived(salt, tag);
  return parts && { by: 'pbkdf2', digest, iterations: Number(iterations), ...parts };
};

const scrypt = (
  parameters: Omit<ScryptWork, 'by' | 'salt' | 'tag'>,
  salt: Buffer | undefined,
  tag: Buffer | undefined,
): ScryptWork | undefined => {
  const { N, r, p } = parameters;
  const parts = derived(salt, tag);
  // RFC 7914, section 2: N is a power of two.
  if (!parts || N < 2 || !Number.isInteger(Math.log2(N)) || !isIn(r, EVERY) || !isIn(p, EVERY)) return undefined;
  return { by: 'scrypt', ...parameters, ...parts };
};

const EVERY = { least: 1, most: 1024 };

const SCRYPTS: readonly Form[] = [
  {
    // passlib's, and that of the PHC's list.
    kind: 'scrypt',
    pattern: new RegExp(
      String.raw`^\$scrypt\$ln=(?<log>[1-9]\d?),r=(?<r>\d{1,4}),p=(?<p>\d{1,4})\$(?<salt>${BASE64})\$(?<tag>${BASE64})$`,
    ),
    read: ({ log, r, p, salt = '', tag = '' }) =>
      scrypt({ N: 2 ** Number(log), r: Number(r), p: Number(p) }, decodeBase64(salt), decodeBase64(tag)),
  },
  {
    // Django's.
    kind: 'scrypt',
    pattern: new RegExp(
      String.raw`^scrypt\$(?<N>${NUMBER})\$(?<salt>${TEXT})\$(?<r>\d{1,4})\$(?<p>\d{1,4})\$(?<tag>${BASE64})$`,
    ),
    read: ({ N, r, p, salt = '', tag = '' }) =>
      scrypt({ N: Number(N), r: Number(r), p: Number(p) }, Buffer.from(salt), decodeBase64(tag)),
  },
  {
    // better-auth's, with parameters that it never writes. The salt is the text, not what its digits stand for.
    kind: 'scrypt',
    pattern: /^(?<salt>[\da-f]{32}):(?<tag>[\da-f]{128})$/,
    read: ({ salt = '', tag = '' }) =>
      scrypt({ N: 16_384, r: 16, p: 1, isCompatible: true }, Buffer.from(salt), Buffer.from(tag, 'hex')),
  },
  {
    // Firebase's, as Supabase writes it: n is the memory cost, r the rounds, ss the salt separator, sk the signer key.
    kind: 'firebase_scrypt',
    pattern:
      /^\$fbscrypt\$v=1,n=(?<log>[1-9]\d?),r=(?<r>\d{1,4}),p=(?<p>\d{1,4})(?:,ss=(?<ss>[\w+/-]+={0,2}))?,sk=(?<sk>[\w+/-]+={0,2})\$(?<salt>[\w+/-]+={0,2})\$(?<tag>[\w+/-]+={0,2})$/,
    read: ({ log, r, p, ss = '', sk = '', salt = '', tag = '' }) => {
      const [own, separator, signerKey] = [salt, ss, sk].map(decodeEitherBase64);
      if (!own || !separator || !signerKey) return undefined;
      const parameters = { N: 2 ** Number(log), r: Number(r), p: Number(p), signerKey };
      const work = scrypt(parameters, Buffer.concat([own, separator]), decodeEitherBase64(tag));
      return work?.tag.length === signerKey.length ? work : undefined;
    },
  },
];

export const FORMS: readonly Form[] = [
  argon2('argon2id'),
  argon2('argon2i'),
  argon2('argon2d'),
  bcrypt('bcrypt', String.raw`(?:bcrypt\$)?`),
  bcrypt('bcrypt_sha256', String.raw`bcrypt_sha256\$`),
  pbkdf2OfDjango('sha256'),
  pbkdf2OfDjango('sha1'),
  pbkdf2OfPasslib('sha256', 'pbkdf2-sha256'),
  pbkdf2OfPasslib('sha512', 'pbkdf2-sha512'),
  pbkdf2OfPasslib('sha1', 'pbkdf2'),
  ...SCRYPTS,
];
