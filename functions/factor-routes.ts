// The routes of passkeys and of the second factor, a part of the route table.
import { PasskeyLogInOptionsResponse } from '#schemas/factors/answers.ts';
import { PasskeyLogInOptionsRequest } from '#schemas/factors/requests.ts';

const OF_FACTORS = { function: 'factors' } as const;

export const FACTOR_ROUTES = {
  'POST /login/passkey/options': {
    ...OF_FACTORS,
    summary: 'What a browser asks an authenticator for, to log in with a passkey; writes nothing',
    request: PasskeyLogInOptionsRequest,
    success: { status: 200, body: PasskeyLogInOptionsResponse },
    errors: ['not_found'],
  },
} as const;
