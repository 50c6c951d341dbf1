// Replaces `node:http` in the bundles. An ESM import of that module reads all its exports, and some of them load a second
// HTTP client, which takes a tenth of a cold start. This file only loads the exports that are used.
import type * as Http from 'node:http';

const http: typeof Http = process.getBuiltinModule('node:http');

export const { Agent, request, STATUS_CODES } = http;
// biome-ignore lint/style/noDefaultExport: the SDK uses the default import.
export default http;
