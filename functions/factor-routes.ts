// The routes of passkeys and of the second factor, a part of the route table.
import {
  PasskeyAddedResponse,
  PasskeyLogInOptionsResponse,
  PasskeyOptionsResponse,
  PasskeyRemovedResponse,
  PasskeysResponse,
  RecoveryCodesResponse,
  SecondFactorBegunResponse,
  SecondFactorConfirmedResponse,
  SecondFactorResponse,
} from '#schemas/factors/answers.ts';
import {
  PasskeyAddRequest,
  PasskeyLogInOptionsRequest,
  PasskeyLogInRequest,
  PasskeyRemoveRequest,
  PasskeyRenameRequest,
  SecondFactorConfirmRequest,
  SecondFactorLogInRequest,
  SecondFactorOwnerRequest,
} from '#schemas/factors/requests.ts';
import { OwnerRequest } from '#schemas/requests.ts';
import { TokenResponse } from '#schemas/responses.ts';

const OF_FACTORS = { function: 'factors' } as const;
const OF_OWNER = { ...OF_FACTORS, bearer: 'required' } as const;
const PROOF_ERRORS = ['not_found', 'invalid_credentials', 'reauthentication_required', 'too_many_requests'] as const;

export const FACTOR_ROUTES = {
  // It names the integration of all, so it stays the first.
  'POST /login/passkey/options': {
    ...OF_FACTORS,
    summary: 'What a browser asks an authenticator for, to log in with a passkey; writes nothing',
    request: PasskeyLogInOptionsRequest,
    success: { status: 200, body: PasskeyLogInOptionsResponse },
    errors: ['not_found'],
  },
  'POST /login/passkey': {
    ...OF_FACTORS,
    summary: 'Log in with a passkey',
    request: PasskeyLogInRequest,
    success: { status: 200, body: TokenResponse },
    errors: [
      'not_found',
      'invalid_credentials',
      'expired',
      'already_used',
      'email_not_verified',
      'account_disabled',
      'too_many_requests',
      'try_again',
    ],
  },
  'GET /me/passkeys': {
    ...OF_OWNER,
    summary: 'The passkeys of the account, in the order in which they were added',
    success: { status: 200, body: PasskeysResponse },
    errors: ['not_found', 'unavailable'],
  },
  'POST /me/passkeys/options': {
    ...OF_OWNER,
    summary: 'What a browser asks an authenticator for, to add a passkey',
    request: OwnerRequest,
    success: { status: 200, body: PasskeyOptionsResponse },
    errors: [...PROOF_ERRORS, 'too_many_passkeys', 'try_again'],
  },
  'POST /me/passkeys': {
    ...OF_OWNER,
    summary: 'Add the passkey that the authenticator made; its owner is told',
    request: PasskeyAddRequest,
    success: { status: 200, body: PasskeyAddedResponse },
    errors: ['not_found', 'expired', 'already_used', 'too_many_passkeys', 'too_many_requests', 'try_again'],
  },
  'PATCH /me/passkeys': {
    ...OF_OWNER,
    summary: 'Give a passkey another name',
    request: PasskeyRenameRequest,
    success: { status: 200, body: PasskeyAddedResponse },
    errors: ['not_found', 'try_again'],
  },
  'DELETE /me/passkeys': {
    ...OF_OWNER,
    summary: 'Remove a passkey; its owner is told, and the answer is the same when it was removed before',
    request: PasskeyRemoveRequest,
    success: { status: 200, body: PasskeyRemovedResponse },
    errors: [...PROOF_ERRORS, 'try_again'],
  },
  'POST /login/second-factor': {
    ...OF_FACTORS,
    summary: 'Go on with a log-in whose answer was second_factor_required, by a code of the app or a recovery code',
    request: SecondFactorLogInRequest,
    success: { status: 200, body: TokenResponse },
    errors: ['not_found', 'session_ended', 'code_mismatch', 'too_many_requests', 'try_again'],
  },
  'GET /me/second-factor': {
    ...OF_OWNER,
    summary: 'Whether the account has a second factor, and how many recovery codes are left',
    success: { status: 200, body: SecondFactorResponse },
    errors: ['not_found', 'unavailable'],
  },
  'POST /me/second-factor/begin': {
    ...OF_OWNER,
    summary: 'Get the secret for an authenticator app; writes nothing',
    request: OwnerRequest,
    success: { status: 200, body: SecondFactorBegunResponse },
    errors: [...PROOF_ERRORS, 'second_factor_on', 'try_again'],
  },
  'POST /me/second-factor/confirm': {
    ...OF_OWNER,
    summary:
      'Turn the second factor on with a code of the app; ends every other session, and shows the recovery codes once',
    request: SecondFactorConfirmRequest,
    success: { status: 200, body: SecondFactorConfirmedResponse },
    errors: ['not_found', 'second_factor_on', 'expired', 'code_mismatch', 'session_ended', 'try_again'],
  },
  'POST /me/second-factor/recovery-codes': {
    ...OF_OWNER,
    summary: 'Ten new recovery codes; the old ones end',
    request: SecondFactorOwnerRequest,
    success: { status: 200, body: RecoveryCodesResponse },
    errors: [...PROOF_ERRORS, 'code_mismatch', 'try_again'],
  },
  'DELETE /me/second-factor': {
    ...OF_OWNER,
    summary: 'Turn the second factor off',
    request: SecondFactorOwnerRequest,
    success: { status: 200, body: SecondFactorResponse },
    errors: [...PROOF_ERRORS, 'code_mismatch', 'try_again'],
  },
} as const;
