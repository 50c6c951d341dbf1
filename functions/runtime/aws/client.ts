// The configuration of the AWS clients.
import { agent } from './connections.ts';

/**
 * The same for every client: three attempts of at most 2.5 seconds each end before the function's own timeout of 15
 * seconds. Connections are kept for the next request.
 */
export const CLIENT = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true, httpsAgent: agent },
} as const;
