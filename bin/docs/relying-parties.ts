// The table of docs/oauth.md: the software of others that logs people in through this service in tests, with its versions.
import { readFileSync } from 'node:fs';
import { table } from './table.ts';

type Versions = Readonly<Record<string, string>>;

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

const npm = (file: string): Versions => {
  const { packages } = JSON.parse(read(file)) as { readonly packages: Readonly<Record<string, { version?: string }>> };
  const entries = Object.entries(packages).map(([path, { version = '' }]) => [
    path.replace('node_modules/', ''),
    version,
  ]);
  return Object.fromEntries(entries);
};
const python = (file: string): Versions =>
  Object.fromEntries([...read(file).matchAll(/^([\w-]+)==(\S+)$/gm)].map(([, name, version]) => [name, version]));
const go = (file: string): Versions =>
  Object.fromEntries([...read(file).matchAll(/^\s+(\S+) v(\S+)/gm)].map(([, name, version]) => [name, version]));

/** What each lock file pins. */
export const LOCKS = {
  'package-lock.json': npm('package-lock.json'),
  'examples/express/package-lock.json': npm('examples/express/package-lock.json'),
  'examples/nextjs/package-lock.json': npm('examples/nextjs/package-lock.json'),
  'test/relying/package-lock.json': npm('test/relying/package-lock.json'),
  'test/relying/requirements.txt': python('test/relying/requirements.txt'),
  'test/relying/oauth2-proxy/go.mod': go('test/relying/oauth2-proxy/go.mod'),
} as const satisfies Readonly<Record<string, Versions>>;

interface RelyingParty {
  readonly lock: keyof typeof LOCKS;
  /** In that lock. */
  readonly packageName: string;
  readonly name: string;
  readonly does: string;
  readonly test: string;
}

const ALL = 'logs in, refreshes, logs out';
const FLOWS = 'test/black-box/flows/relying-party-flows.ts';
const EXAMPLES = 'test/examples/server-rendered.test.ts';
const TOKENS = 'test/relying/token-flows.ts';
const VERIFIERS = 'test/black-box/flows/verifier-flows.ts';

export const RELYING_PARTIES: readonly RelyingParty[] = [
  {
    ...{ lock: 'package-lock.json', packageName: 'openid-client', name: 'openid-client' },
    ...{ does: `${ALL}, revokes, introspects; deployed, too`, test: FLOWS },
  },
  {
    ...{ lock: 'examples/express/package-lock.json', packageName: 'openid-client' },
    ...{ name: 'openid-client in examples/express', does: ALL, test: EXAMPLES },
  },
  {
    ...{ lock: 'examples/nextjs/package-lock.json', packageName: 'openid-client' },
    ...{ name: 'openid-client in examples/nextjs', does: ALL, test: EXAMPLES },
  },
  {
    ...{ lock: 'package-lock.json', packageName: 'oauth4webapi', name: 'oauth4webapi' },
    ...{ does: `${ALL}, revokes, verifies access tokens (RFC 9068); deployed, too`, test: FLOWS },
  },
  {
    ...{ lock: 'test/relying/package-lock.json', packageName: '@auth/core', name: 'Auth.js' },
    ...{ does: `${ALL}; a public client and one with a secret; deployed, too`, test: 'test/relying/auth-js.test.ts' },
  },
  {
    ...{ lock: 'test/relying/oauth2-proxy/go.mod', packageName: 'github.com/oauth2-proxy/oauth2-proxy/v7' },
    ...{ name: 'oauth2-proxy', does: `${ALL}; deployed, too`, test: 'test/relying/oauth2-proxy.test.ts' },
  },
  {
    ...{ lock: 'test/relying/package-lock.json', packageName: '@openid/appauth', name: 'AppAuth for JavaScript' },
    ...{ does: `${ALL}, revokes; by a loopback address and by a scheme of the app's own; deployed, too` },
    ...{ test: 'test/relying/native.test.ts' },
  },
  {
    ...{ lock: 'test/relying/requirements.txt', packageName: 'Authlib', name: 'Authlib' },
    ...{ does: `${ALL}, revokes, verifies access tokens (RFC 9068); deployed, too` },
    ...{ test: 'test/relying/authlib.test.ts' },
  },
  {
    ...{ lock: 'test/relying/requirements.txt', packageName: 'PyJWT', name: 'PyJWT' },
    ...{ does: 'verifies tokens; deployed, too', test: TOKENS },
  },
  {
    ...{ lock: 'test/relying/requirements.txt', packageName: 'jwcrypto', name: 'jwcrypto' },
    ...{ does: 'verifies tokens; deployed, too', test: TOKENS },
  },
  {
    ...{ lock: 'package-lock.json', packageName: 'aws-jwt-verify', name: 'aws-jwt-verify' },
    ...{ does: 'verifies tokens; deployed, too', test: VERIFIERS },
  },
];

/** @throws Error for a package that its lock does not name. */
const versionOf = ({ lock, packageName }: RelyingParty): string => {
  const versions: Versions = LOCKS[lock];
  const version = versions[packageName];
  if (!version) throw new Error(`${lock} has no ${packageName}`);
  return version;
};

export const relyingPartiesTable = (): string =>
  table(
    ['relying party', 'version', 'does', 'test'],
    RELYING_PARTIES.map((party) => [party.name, versionOf(party), party.does, `\`${party.test}\``]),
  );
