// Authlib logs people in to an application in Python, refreshes and logs out.
import { it } from 'vitest';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { SERVER } from '../support/oauth.ts';
import { liveWithAuthlib, OF_AUTHLIB } from './authlib-flow.ts';

const { secret, ...server } = SERVER;
const PUBLIC = { id: 'web', name: 'Web', ...OF_AUTHLIB };
const service = useLocalService({ clients: [PUBLIC, { ...server, ...OF_AUTHLIB }] });

it.each([
  ['a public client', { id: PUBLIC.id }],
  ['a client with a secret', { id: server.id, secret }],
])('logs in, refreshes, revokes and logs out: %s', (_, client) => liveWithAuthlib(targetOf(service), client));
