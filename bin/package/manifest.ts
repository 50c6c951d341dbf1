// What the package offers under which name, and what it needs from its consumer.

/** The source of each entry, by its name in imports. */
export const ENTRIES = {
  cdk: 'lib/construct/index.ts',
  client: 'client/index.ts',
  'client/api': 'client/api.ts',
  'client/link': 'client/link.ts',
  'client/sentences': 'client/sentences.ts',
  server: 'client/server/index.ts',
} as const;

interface OwnManifest {
  readonly version: string;
  readonly license: string;
  /** npm compares it with the repository that publishes. */
  readonly repository?: unknown;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The file of an entry, without extension: `client-api`. */
export const fileOf = (entry: string): string => entry.replaceAll('/', '-');

export const manifestOf = ({ version, license, repository, dependencies }: OwnManifest): object => ({
  name: 'latchkey',
  version,
  description:
    'Sign-up, verification, log-in and password reset in your own AWS account: a CDK construct, and clients for apps and servers.',
  license,
  ...(repository !== undefined && { repository }),
  type: 'module',
  sideEffects: false,
  // `require` of an ES module, and `import.meta.dirname`.
  engines: { node: '>=22.12' },
  exports: {
    ...Object.fromEntries(Object.entries(ENTRIES).map(([name, source]) => [`./${name}`, conditionsOf(name, source)])),
    './package.json': './package.json',
  },
  files: ['esm', 'cjs', 'bundles', 'THIRD-PARTY.md'],
  dependencies: { jose: `^${dependencies['jose']}` },
  peerDependencies: {
    'aws-cdk-lib': `^${dependencies['aws-cdk-lib']}`,
    constructs: `^${dependencies['constructs']}`,
  },
  // Only `latchkey/cdk` needs them.
  peerDependenciesMeta: { 'aws-cdk-lib': { optional: true }, constructs: { optional: true } },
});

const conditionsOf = (name: string, source: string) =>
  Object.fromEntries(
    (
      [
        ['import', 'esm'],
        ['require', 'cjs'],
      ] as const
    ).map(([condition, format]) => [
      condition,
      { types: `./${format}/types/${source.replace(/\.ts$/, '.d.ts')}`, default: `./${format}/${fileOf(name)}.js` },
    ]),
  );
