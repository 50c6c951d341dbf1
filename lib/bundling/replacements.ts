// The files that no Lambda function needs, nearly all of them the AWS SDK's, and what the bundles hold instead. A seventh to a
// half of a bundle was code that never runs. The files are named by their paths, so a new version of the SDK may have others:
// test/bundle/replacements.test.ts fails if one is not found.
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { Loader, Plugin } from 'esbuild';
import { type AnyFunctionName, FUNCTIONS } from '#routes.ts';
import { ROOT } from './options.ts';

interface Replacement {
  /** Matches the paths of the files. */
  readonly file: RegExp;
  readonly reason: string;
  /** The new source of the file in the bundle of the function `name`, which is empty for a part that is bundled by itself. */
  readonly write: (source: string, path: string, name: string) => string;
  /** The functions whose bundles keep the file. */
  readonly isKeptBy?: readonly AnyFunctionName[];
}

/** The same names, without what they stand for. */
const onlyNames = (source: string): string =>
  Array.from(source.matchAll(/^export const (\w+)/gm), ([, name]) => `export const ${name} = undefined;`).join('\n');

const OURS = join(ROOT, 'functions/runtime/sdk');
const by = (name: string) => (): string => `export * from ${JSON.stringify(join(OURS, name))};`;

/** The errors whose class a function asks for with `instanceof`. All others are known by their name and status. */
const CLASSES_OF_ERRORS = ['ConditionalCheckFailedException'];

/** The schema of an error, and the line that gives it a class. That of a service's base class is in another registry, and stays. */
const ERROR_SCHEMA = /^export var (\w+)\$ = \[-3,(?:(?!^export).)*?^n\d+_registry\.registerError\(\1\$, \1\);\n/gms;

/** The first label of a service's host, where it is not the name of the client. */
const HOSTS: Readonly<Record<string, string>> = { ses: 'email', 'secrets-manager': 'secretsmanager' };

/** Of the library of passkeys: what verifies new ones and their use, and the forms of what browsers send. */
const PASSKEY_EXPORTS =
  /\/verify(?:Registration|Authentication)Response|\/decodeAttestationObject|\/iso\/index|\bCOSEALG\b/;
const REFUSED = "export const $1 = () => { throw new Error('no certificate is read'); };";

/** A row of the route table. */
const ROW = /^ {2}'[A-Z]+ \/.*\n(?: {4}.*\n)*(?: {2}[)}],\n)?/gm;
/** In a row: its fields for the documents, each on a line or from a line that opens to the one that closes. */
const DOCUMENTED = /^ {4}(?:summary|success|errors):(?: .*[^[{]| [[{](?:\n {6}.*)*\n {4}[\]}]|\n {6}.*),\n/gm;
const BODY = /^ {4}request: .*\n/gm;

/** A function reads the rows of its own routes. That of the pages says of any path which methods it takes, and reads no body. */
const rowsOf = (name: string, source: string): string =>
  name === 'pages'
    ? source.replace(BODY, '')
    : source.replace(ROW, (row) => (row.includes(`function: '${name}'`) ? row : ''));

export const REPLACEMENTS = {
  credentials: {
    file: /\/credential-provider-node\/dist-es\/index\.js$/,
    reason: 'Lambda puts the credentials into the environment; the chain also carries clients of STS, SSO and sign-in',
    write: by('credentials.ts'),
  },
  configFiles: {
    file: /\/node-config-provider\/fromSharedConfigFiles\.js$/,
    reason: 'a function has no ~/.aws, so there is nothing to look for and to parse',
    write: by('no-config-files.ts'),
  },
  endpoints: {
    file: /\/client-[\w-]+\/dist-es\/endpoint\/endpointResolver\.js$/,
    reason: 'the rules for FIPS, dual stack, partitions and account ids end in one URL for a region',
    write: (_, path) => {
      const client = /\/client-([\w-]+)\//.exec(path)?.[1] ?? '';
      return `
        import { endpointOf } from ${JSON.stringify(join(OURS, 'endpoint.ts'))};
        export const defaultEndpointResolver = endpointOf('${HOSTS[client] ?? client}');
      `;
    },
  },
  endpointDiscovery: {
    file: /\/middleware-endpoint-discovery\/dist-es\/index\.js$/,
    reason: 'only for Timestream and old versions of DynamoDB',
    write: by('no-endpoint-discovery.ts'),
  },
  errorClasses: {
    file: /\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/,
    reason: 'an error without a class of its own is a ServiceException with its name, which is what the functions read',
    write: (source) => source.replace(ERROR_SCHEMA, (schema, name) => (CLASSES_OF_ERRORS.includes(name) ? schema : '')),
  },
  partitions: {
    file: /\/util-endpoints\/lib\/aws\/partitions\.js$/,
    reason: 'the table of all regions, which only the endpoint rules read',
    write: () => 'export const partitionsInfo = { partitions: [] };',
  },
  instanceRegion: {
    file: /\/regionConfig\/getInstanceMetadataRegion\.js$/,
    reason: 'asks an EC2 instance for its region; Lambda sets AWS_REGION',
    write: () => 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  adaptiveRetries: {
    file: /\/util-retry\/(?:AdaptiveRetryStrategy|DefaultRateLimiter)\.js$/,
    reason: 'the functions use the standard retries',
    write: by('no-adaptive-retries.ts'),
  },
  sha256: {
    file: /\/checksum\/sha256\/Sha256Js\.js$/,
    reason: 'for a Node without node:crypto',
    write: () => 'export const Sha256Js = undefined;',
  },
  clientLog: {
    file: /\/middleware-logger\/loggerMiddleware\.js$/,
    reason: 'the clients have no logger, and every call would still be prepared for one',
    write: by('no-client-log.ts'),
  },
  streams: {
    file: /\/util-stream\/stream-type-check\.js$/,
    reason: 'answers are streams of Node; asking whether one is a web stream or a Blob loads both into the process',
    write: () => 'export const isReadableStream = () => false; export const isBlob = () => false;',
  },
  uuid: {
    file: /\/serde\/uuid\/v4\.js$/,
    reason: 'the global `crypto` loads all of Web Crypto',
    write: () => "import { randomUUID } from 'node:crypto'; export const bindV4 = () => () => randomUUID();",
  },
  responses: {
    file: /\/functions\/schemas\/(?:responses|(?:admin|factors)\/answers|forms)\.ts$/,
    reason: 'describes answers, and forms that a function reads itself, for the documents and the tests',
    write: onlyNames,
  },
  adminRequests: {
    file: /\/functions\/schemas\/admin\/requests\.ts$/,
    reason: 'the pages know the keys of these routes, and one function reads their bodies',
    write: onlyNames,
    isKeptBy: ['admin'],
  },
  factorRequests: {
    file: /\/functions\/schemas\/factors\/requests\.ts$/,
    reason: 'the pages know the keys of these routes, and one function reads their bodies',
    write: onlyNames,
    isKeptBy: ['factors'],
  },
  adminRoutes: {
    file: /\/functions\/admin-routes\.ts$/,
    reason: 'the rows of another function',
    write: () => 'export const ADMIN_ROUTES = {};',
    isKeptBy: ['admin', 'pages'],
  },
  factorRoutes: {
    file: /\/functions\/factor-routes\.ts$/,
    reason: 'the rows of another function',
    write: () => 'export const FACTOR_ROUTES = {};',
    isKeptBy: ['factors', 'pages'],
  },
  routesOfOthers: {
    file: /\/functions\/routes\.ts$/,
    reason: 'the rows of other functions, and what the next leaves out',
    write: (source, _, name) => rowsOf(name, source).replace(DOCUMENTED, ''),
  },
  routes: {
    file: /\/functions\/(?:admin-|factor-)routes\.ts$/,
    reason: 'what a route is for, what it answers and which errors it has is for the documents and the tests',
    write: (source) => source.replace(DOCUMENTED, ''),
  },
  requests: {
    file: /\/functions\/schemas\/(?:requests|fields)\.ts$/,
    reason: 'esbuild drops the bodies of other functions only if it is told that making one does nothing else',
    write: (source) => source.replaceAll('= late(', '= /* @__PURE__ */ late('),
  },
  bodyLength: {
    file: /\/util-body-length\/calculateBodyLength\.js$/,
    reason: 'bodies are strings or bytes; the length of a file loads the streams of node:fs',
    write: by('body-length.ts'),
  },
  passkeyIndexes: {
    file: /\/@simplewebauthn\/server\/esm\/(?:helpers\/)?index\.js$/,
    reason: 'an index exports metadata services and certificates too, which no function uses',
    write: (source) =>
      source
        .split('\n')
        .filter((line) => PASSKEY_EXPORTS.test(line))
        .join('\n'),
  },
  passkeyCertificates: {
    file: /\/@simplewebauthn\/server\/esm\/(?:registration\/verifications\/.*verifyAttestation|helpers\/convertX509)\w+\.js$/,
    reason:
      'statements of who made an authenticator are removed before; to verify one, the library asks addresses in it',
    write: (source) => source.replace(/^[\s\S]*^export (?:async )?function (\w+)[\s\S]*$/m, REFUSED),
  },
  packages: {
    file: /\/client-[\w-]+\/package\.json$/,
    reason: 'a client reads only its version, for the user agent',
    write: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
} as const satisfies Readonly<Record<string, Replacement>>;

const LOADERS: Readonly<Record<string, Loader>> = { '.json': 'json', '.ts': 'ts' };

export const replacements: Plugin = {
  name: 'replacements',
  setup: (build) => {
    const entries = JSON.stringify(build.initialOptions.entryPoints);
    const name = FUNCTIONS.find((one) => entries.includes(`/handlers/${one}.ts`));
    for (const { file, write, isKeptBy } of Object.values<Replacement>(REPLACEMENTS)) {
      if (name && isKeptBy?.includes(name)) continue;
      build.onLoad({ filter: file }, ({ path }) => ({
        contents: write(readFileSync(path, 'utf8'), path, name ?? ''),
        loader: LOADERS[extname(path)] ?? 'js',
        resolveDir: dirname(path),
      }));
    }
  },
};
