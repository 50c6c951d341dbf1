// Serves the app and an API of its own: `node examples/spa/server.ts`, beside `npm start`.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { TokenError, verifyAccessToken } from '../../client/server/index.ts';

const fileAt = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const createApp = (issuer: string, clientId: string): Server => {
  const define = { ISSUER: JSON.stringify(issuer), CLIENT_ID: JSON.stringify(clientId) };
  const options = { bundle: true, write: false, format: 'esm', target: 'es2022', define } as const;
  const script = buildSync({ ...options, entryPoints: [fileAt('app.ts')] }).outputFiles[0]?.text ?? '';
  const page = readFileSync(fileAt('index.html'), 'utf8');

  const orders = async (authorization = ''): Promise<readonly [number, object]> => {
    try {
      const { sub } = await verifyAccessToken(authorization.replace(/^Bearer /, ''), { issuer });
      return [200, { orders: [], of: sub }];
    } catch (error) {
      return error instanceof TokenError ? [error.status, { error: error.code }] : [500, {}];
    }
  };
  return createServer(async ({ url, headers }, response) => {
    if (url === '/api/orders') {
      const [status, body] = await orders(headers.authorization);
      return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    const isScript = url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    return response.end(isScript ? script : page);
  });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  createApp(process.env['ISSUER'] ?? 'http://localhost:3000', process.env['CLIENT_ID'] ?? 'local').listen(5173, () =>
    console.log('http://localhost:5173'),
  );
}
