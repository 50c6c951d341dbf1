// The bill of materials of the package (SBOM, CycloneDX): the packages that are in its files, and those that its consumer installs.

/** What this reads of npm's bill; the rest is kept as it is. */
export interface Bill {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> & { readonly 'bom-ref': string } };
  readonly components: readonly (Readonly<Record<string, unknown>> & { readonly 'bom-ref': string })[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

export interface Shipped {
  readonly name: string;
  readonly version: string;
  /** Packages in its files, as `name@version`. */
  readonly bundled: readonly string[];
  /** Packages that npm installs beside it, and those that an app of the CDK has. */
  readonly installed: readonly string[];
  readonly peers: readonly string[];
}

/** `whole`: npm's bill of the whole repository, with the tools that nobody gets. @throws Error if it lacks something that ships. */
export const billOf = (whole: Bill, { name, version, bundled, installed, peers }: Shipped): Bill => {
  const own = `${name}@${version}`;
  const refs = new Set([...bundled, ...installed, ...peers]);
  const components = whole.components.filter((component) => refs.has(component['bom-ref']));
  const known = new Set(components.map((component) => component['bom-ref']));
  const missing = [...refs].filter((ref) => !known.has(ref));
  if (missing.length > 0) throw new Error(`npm sbom does not know ${missing.join(', ')}`);
  const { properties: _private, ...component } = whole.metadata.component;
  return {
    ...whole,
    metadata: {
      ...whole.metadata,
      component: { ...component, 'bom-ref': own, name, version, purl: `pkg:npm/${own}` },
    },
    components: components.map((one) => ({
      ...one,
      scope: peers.includes(one['bom-ref']) ? 'optional' : 'required',
    })),
    dependencies: [
      { ref: own, dependsOn: [...refs].toSorted() },
      ...whole.dependencies
        .filter(({ ref }) => known.has(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => known.has(one)) })),
    ],
  };
};

/** The folders of packages that these files are in: `node_modules/a`, `node_modules/a/node_modules/b`. */
export const packageFolders = (inputs: readonly string[]): readonly string[] => {
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].toSorted();
};
