// Stands in for `node:http` in the bundles. An ESM import of that module reads every export it has, and some of them load
// a whole second HTTP client: a tenth of a cold start. Asked for this way, only what is used is loaded.
import type * as Http from 'node:http';

const http: typeof Http = process.getBuiltinModule('node:http');

export const { Agent, request, STATUS_CODES } = http;
// biome-ignore lint/style/noDefaultExport: the SDK imports it so.
export default http;
