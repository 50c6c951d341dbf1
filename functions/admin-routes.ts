// The routes for administrators, a part of the route table: one path for each act, so that policies of IAM can name acts.

import {
  AdminActedResponse,
  AdminAuditResponse,
  AdminExplainResponse,
  AdminExportResponse,
  AdminImportResponse,
  AdminLiftedResponse,
  AdminReplayedResponse,
  AdminResentResponse,
  AdminShownResponse,
  AdminSuppressedResponse,
  AdminUsersPageResponse,
  AdminUsersResponse,
} from '#schemas/admin/answers.ts';
import {
  AdminActRequest,
  AdminAuditRequest,
  AdminCreateRequest,
  AdminEmailRequest,
  AdminExplainRequest,
  AdminFindRequest,
  AdminImportRequest,
  AdminListRequest,
  AdminMetadataRequest,
  AdminReadRequest,
  AdminRecipientRequest,
  AdminReplayRequest,
  AdminResendRequest,
} from '#schemas/admin/requests.ts';
import { AccountDeletedResponse } from '#schemas/responses.ts';

/** API Gateway lets only identities of IAM through, and the function asks again. */
const ADMIN = { function: 'admin', isForAdmins: true } as const;
const ACT_ERRORS = ['not_found', 'try_again'] as const;

/** 100 accounts, each with 10 KB. */
const IMPORT_MAXIMUM_BYTES = 1024 * 1024;

export const ADMIN_ROUTES = {
  'POST /admin/users/find': {
    ...ADMIN,
    summary: 'Find accounts by id, email address or phone number, which several accounts may have',
    request: AdminFindRequest,
    success: { status: 200, body: AdminUsersResponse },
    errors: [],
  },
  'POST /admin/users/create': {
    ...ADMIN,
    summary: 'Create an account without a password, and invite its person',
    idempotent: true,
    request: AdminCreateRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ['already_registered', 'try_again'],
  },
  'POST /admin/users/resend': {
    ...ADMIN,
    summary: 'Send the mail of a sign-up, a reset or an invitation',
    request: AdminResendRequest,
    success: { status: 200, body: AdminResentResponse },
    errors: [
      'not_found',
      'already_registered',
      'account_disabled',
      'nothing_to_send',
      'address_suppressed',
      'try_again',
    ],
  },
  'POST /admin/users/set-metadata': {
    ...ADMIN,
    summary: 'Replace or remove what the team stores with an account',
    request: AdminMetadataRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ['not_found', 'try_again'],
  },
  'POST /admin/users/change-email': {
    ...ADMIN,
    summary: 'Move an account to another address, for a person who lost the mailbox',
    request: AdminEmailRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ['not_found', 'account_disabled', 'same_address', 'already_registered', 'try_again'],
  },
  'POST /admin/users/explain': {
    ...ADMIN,
    summary: 'Explain what became of the messages to an address, and what stops them now',
    request: AdminExplainRequest,
    success: { status: 200, body: AdminExplainResponse },
    errors: ['not_found'],
  },
  'POST /admin/suppressions/lift': {
    ...ADMIN,
    summary: 'Send to a suppressed address again',
    request: AdminRecipientRequest,
    success: { status: 200, body: AdminLiftedResponse },
    errors: ['try_again'],
  },
  'POST /admin/suppressions/set': {
    ...ADMIN,
    summary: 'Send nothing to an address any more, until that is lifted',
    request: AdminRecipientRequest,
    success: { status: 200, body: AdminSuppressedResponse },
    errors: ['try_again'],
  },
  'POST /admin/import': {
    ...ADMIN,
    summary: 'Take over up to 100 accounts of another service; what is there already stays as it is',
    request: AdminImportRequest,
    bodyBytes: IMPORT_MAXIMUM_BYTES,
    success: { status: 200, body: AdminImportResponse },
    errors: ['try_again'],
  },
  'POST /admin/users/list': {
    ...ADMIN,
    summary: 'List accounts by pages, in no order; a page may be short or empty while there are more',
    request: AdminListRequest,
    success: { status: 200, body: AdminUsersPageResponse },
    errors: [],
  },
  'POST /admin/users/show': {
    ...ADMIN,
    summary: 'One account with its live sessions, consents, suppressed addresses and open links and codes',
    request: AdminReadRequest,
    success: { status: 200, body: AdminShownResponse },
    errors: ['not_found'],
  },
  'POST /admin/users/audit': {
    ...ADMIN,
    summary: 'What happened to an account, newest first, also after it is gone',
    request: AdminAuditRequest,
    success: { status: 200, body: AdminAuditResponse },
    errors: [],
  },
  'POST /admin/users/disable': {
    ...ADMIN,
    summary: 'Disable an account: sessions, links and codes end, and nobody gets in until it is enabled',
    request: AdminActRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ACT_ERRORS,
  },
  'POST /admin/users/enable': {
    ...ADMIN,
    summary: 'Enable a disabled account; what ended stays ended',
    request: AdminActRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ACT_ERRORS,
  },
  'POST /admin/users/log-out': {
    ...ADMIN,
    summary: 'End every session of an account',
    request: AdminActRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ACT_ERRORS,
  },
  'POST /admin/users/remove-second-factor': {
    ...ADMIN,
    summary: 'Take the second factor from an account whose owner lost it; every session ends, and the owner is told',
    request: AdminActRequest,
    success: { status: 200, body: AdminActedResponse },
    errors: ACT_ERRORS,
  },
  'POST /admin/users/delete': {
    ...ADMIN,
    summary: 'Delete an account; its owner is told',
    request: AdminActRequest,
    success: { status: 200, body: AccountDeletedResponse },
    errors: ACT_ERRORS,
  },
  'POST /admin/users/export': {
    ...ADMIN,
    summary: 'Everything that is held about the person of an account, without what opens it',
    request: AdminActRequest,
    success: { status: 200, body: AdminExportResponse },
    errors: ['not_found'],
  },
  'POST /admin/events/replay': {
    ...ADMIN,
    summary: 'Send an event again, to all or to one endpoint of webhooks',
    request: AdminReplayRequest,
    success: { status: 200, body: AdminReplayedResponse },
    errors: ['not_found'],
  },
} as const;
