// What the app is told by its environment.

const { env } = process;

const isLocal = (url: string): boolean => ['localhost', '127.0.0.1'].includes(new URL(url).hostname);

export const PORT = Number(env['PORT'] ?? 5174);
/** Where people reach the app, without a slash at the end. */
export const APP_URL = env['APP_URL'] ?? `http://localhost:${PORT}`;
export const IS_SECURE = !isLocal(APP_URL);

/** As the service's `/.well-known/openid-configuration` says it. */
export const ISSUER = env['ISSUER'] ?? 'http://localhost:3000';
export const IS_ISSUER_LOCAL = isLocal(ISSUER);
export const CLIENT_ID = env['CLIENT_ID'] ?? 'local';
/** A server can keep one: register `secretSha256`. The client `local` has none. */
export const CLIENT_SECRET = env['CLIENT_SECRET'];

const LOCAL_SESSION_SECRET = 'known to all, so for this machine alone';

/** At least 32 random characters: `openssl rand -base64 32`. */
export const SESSION_SECRET = env['SESSION_SECRET'] ?? (IS_SECURE ? '' : LOCAL_SESSION_SECRET);
if (SESSION_SECRET.length < 32) throw new Error('SESSION_SECRET must have at least 32 characters.');
