// Imports of Node's own modules in the bundles. An `import` statement of such a module reads all its exports, and some of
// them load further modules: `node:http` a second HTTP client, `node:fs` readline, `node:util` worker threads. It takes a
// tenth of a cold start. These modules read only the exports that a bundle uses.
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'built-in';
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** `@__PURE__` lets esbuild drop the reads that a bundle does not need. */
const moduleOf = (name: string): string => {
  const names = Object.keys(process.getBuiltinModule(name) ?? {}).filter((key) => IDENTIFIER.test(key));
  const exported = names.filter((key) => key !== 'default');
  return `
    const builtIn = process.getBuiltinModule('${name}');
    const read = (key) => builtIn[key];
    export default builtIn;
    ${exported.map((key) => `const ${key}_ = /* @__PURE__ */ read('${key}'); export { ${key}_ as ${key} };`).join('\n')}
  `;
};

export const builtIns: Plugin = {
  name: 'built-ins',
  setup: (build) => {
    build.onResolve({ filter: /^(?:node:)?[a-z_]+(?:\/promises)?$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      // What the SDK loads for an http address or for many events at once stays outside: each would be one more file.
      if (kind === 'dynamic-import') return { path, external: true };
      return { path: `node:${path.replace(/^node:/, '')}`, namespace: NAMESPACE };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: moduleOf(path), loader: 'js' }));
  },
};
