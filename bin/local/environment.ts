// Reads the environment variables of `npm start`. A mistake becomes one clear line.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { normaliseEmail } from '#domain/address.ts';
import type { Client } from '#domain/oauth/client.ts';
import type { TrustedCaller } from '#domain/settings.ts';
import { linkUrl } from '../../lib/config/fields.ts';
import { UserError } from '../user-error.ts';
import type { LocalMailOptions, SmtpSink } from './mail/mail.ts';

type Environment = NodeJS.ProcessEnv;

export const readPort = (environment: Environment, name: string, standard: number): number => {
  const text = environment[name] || String(standard);
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UserError(`${name} must be a port from 0 to 65535.`);
  return port;
};

const LOOPBACK_ORIGINS = ['http://localhost', 'http://127.0.0.1'];

/** An application on this machine can be tried at once, at any port. `latchkey` is the name that Auth.js is to know the service by. */
export const LOCAL_CLIENTS: readonly Client[] = [
  {
    id: 'local',
    name: 'Local app',
    redirectUris: [
      ...LOOPBACK_ORIGINS.flatMap((origin) =>
        ['/', '/callback', '/api/auth/callback/latchkey'].map((path) => `${origin}${path}`),
      ),
      // A simulator of a phone on this machine.
      'com.example.app:/callback',
    ],
    postLogoutRedirectUris: LOOPBACK_ORIGINS.map((origin) => `${origin}/`),
  },
];

/** `LINK_URL`: where pages of one's own begin, for the links of flows that the client `local` starts. */
export const readClients = ({ LINK_URL: text }: Environment): readonly Client[] => {
  if (!text) return LOCAL_CLIENTS;
  if (!linkUrl.safeParse(text).success)
    throw new UserError('LINK_URL must be like http://localhost:5173/auth, without "?", "#" or "/" at its end.');
  return LOCAL_CLIENTS.map((client) => ({ ...client, linkUrl: text }));
};

/** `TRUSTED_CALLER_KEY`: the key with which a backend or proxy of one's own is believed. Without it nobody is. */
export const readTrustedCallers = ({ TRUSTED_CALLER_KEY: key }: Environment): readonly TrustedCaller[] =>
  key ? [{ name: 'local', keySha256: createHash('sha256').update(key).digest('hex') }] : [];

/** `TRANSPORT=smtp` alone: a server of our own. With `SMTP_HOST`: that one. */
export const readMail = (environment: Environment): LocalMailOptions => {
  const { TRANSPORT: transport = 'ses', SMTP_HOST: host } = environment;
  if (transport === 'ses') return { transport };
  if (transport !== 'smtp') throw new UserError('TRANSPORT must be ses or smtp.');
  if (!host) return { transport, server: { port: readPort(environment, 'SMTP_PORT', 2525) } };
  return { transport, server: readSink(environment, host) };
};

const readSink = (environment: Environment, host: string): SmtpSink => {
  const need = (name: string): string => {
    const value = environment[name];
    if (!value) throw new UserError(`${name} must be set together with SMTP_HOST.`);
    return value;
  };
  const port = readPort(environment, 'SMTP_PORT', 587);
  const senderEmail = normaliseEmail(need('SENDER_EMAIL'));
  if (senderEmail === undefined) throw new UserError('SENDER_EMAIL must be an email address.');
  const authority = environment['SMTP_CA'];
  return {
    host,
    port,
    secure: port === 465,
    user: need('SMTP_USER'),
    password: need('SMTP_PASSWORD'),
    senderEmail,
    ...(authority && { certificateAuthority: readAuthority(authority) }),
  };
};

const readAuthority = (file: string): string => {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (error) {
    throw new UserError(`SMTP_CA must be a PEM file that can be read (${(error as NodeJS.ErrnoException).code}).`);
  }
};
