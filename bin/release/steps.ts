// What a person does after a release is prepared: it cannot be taken back, so no script does it.

export const renderSteps = (version: string, isDryRun: boolean): string =>
  `${isDryRun ? CHANGED_NOTHING : PUBLISHED_NOTHING}\n${stepsOf(version)}`;

const CHANGED_NOTHING = 'Nothing in the repository was changed. Without --dry-run, this is left to do then:';
const PUBLISHED_NOTHING = 'Nothing is committed or published. Left to do ("git restore ." takes everything back):';

const stepsOf = (version: string): string => `  1. Read the change: git diff
  2. git commit -am "chore: release ${version}" && git tag -a v${version} -m "${version}"
  3. git push origin main v${version}
  4. Publish from that tag in CI, with OIDC: npm's trusted publisher is this repository (package.json must have its
     "repository"), and the job has id-token: write. Only there npm can prove where the package comes from:
       npm ci && npm run release -- --files
       npm publish ./dist/release/latchkey-${version}.tgz --provenance --access public
  5. Write the release notes by hand: what teams must do comes first. Attach the files that CI has in dist/release/.
  6. Put the commit of v${version} into test/support/last-release/commit.ts, run
       node test/support/last-release/record.ts
     and commit both: from then on every change is deployed over this release.
`;
