// Examples of what administrators send and get.
import type { ADMIN_ROUTES } from '../../functions/admin-routes.ts';
import { EMAIL, NEW_EMAIL, USER } from './example-values.ts';

const E164 = '+821012345678';
const METADATA = { plan: 'pro', seats: 3 };
const REASON = { reason: 'Ticket 1042' };

export const ADMIN_REQUEST_EXAMPLES = {
  'POST /admin/users/find': {
    byEmail: { email: EMAIL, ...REASON },
    byId: { userId: USER.id },
  },
  'POST /admin/users/create': {
    create: { email: NEW_EMAIL, ...REASON },
    invite: {
      email: NEW_EMAIL,
      locale: 'ko',
      profile: { nickName: '민지' },
      metadata: METADATA,
      invite: true,
      ...REASON,
    },
  },
  'POST /admin/users/resend': {
    reset: { email: EMAIL, mail: 'reset', ...REASON },
    invitation: { email: NEW_EMAIL, mail: 'invitation', ...REASON },
  },
  'POST /admin/users/set-metadata': {
    set: { userId: USER.id, metadata: METADATA, ...REASON },
    remove: { userId: USER.id, metadata: null, ...REASON },
  },
  'POST /admin/users/change-email': {
    change: { userId: USER.id, email: NEW_EMAIL, ...REASON },
    mailboxOfSomebodyElse: { userId: USER.id, email: NEW_EMAIL, oldMailboxLost: true, ...REASON },
  },
  'POST /admin/users/explain': {
    byEmail: { email: EMAIL, ...REASON },
    byId: { userId: USER.id },
    byPhone: { phone: E164 },
  },
  'POST /admin/suppressions/lift': { address: { email: EMAIL, ...REASON }, number: { phone: E164, ...REASON } },
  'POST /admin/suppressions/set': { address: { email: EMAIL, ...REASON }, number: { phone: E164, ...REASON } },
  'POST /admin/import': {
    verified: {
      users: [
        {
          id: '8f14e45f-ceea-467f-a1d6-91b7f2c1a0de',
          email: EMAIL,
          emailVerified: true,
          passwordHash: '$2b$10$B5Wz.WZacq8h/DTw2Yd5SenLfEZISeDXChQndYz84fcGynDCfXIOq',
          createdAt: '2024-05-01T09:30:00Z',
        },
      ],
      reason: 'Move from the old shop',
    },
    dryRun: {
      users: [{ id: '42', email: EMAIL, emailVerified: false, locale: 'ko' }],
      dryRun: true,
      reason: 'Move from the old shop',
    },
  },
} as const satisfies Readonly<Record<keyof typeof ADMIN_ROUTES, object>>;

const { id, ...ACCOUNT } = USER;
const ADMIN_USER = {
  userId: id,
  ...ACCOUNT,
  disabled: false,
  hasPassword: true,
  createdAt: '2026-11-21T08:30:00.000Z',
};

const EXPLANATION = {
  address: EMAIL,
  timeline: [
    {
      at: '2026-11-21T08:30:00.000Z',
      mail: 'reset',
      status: 'asked',
      sentence: { en: 'Password reset mail: was asked for.', ko: '비밀번호 재설정 메일: 요청했습니다.' },
    },
    {
      at: '2026-11-21T08:30:02.000Z',
      mail: 'reset',
      status: 'bounced',
      reason: 'mailbox_refused',
      sentence: {
        en: 'Password reset mail: came back. A permanent bounce (no such mailbox, or it refuses). The address is suppressed. Lift the suppression once the owner says that it works.',
        ko: '비밀번호 재설정 메일: 되돌아왔습니다. 영구 반송입니다(없는 메일함, 수신 거부). 발송 금지가 됩니다. 주인이 된다고 하면 발송 금지를 푸세요.',
      },
    },
  ],
  suppressed: { reason: 'bounced', at: '2026-11-21T08:30:05.000Z', until: '2026-12-05T08:30:05.000Z' },
  limits: [],
  advice: [
    {
      en: 'Nothing is sent to this address, because a mail came back for good.',
      ko: '메일이 영구 반송되어 이 주소로 보내지 않습니다.',
    },
  ],
};

export const ADMIN_SUCCESS_EXAMPLES = {
  AdminImport: {
    summary: 'One account was created, and one cannot be taken over',
    value: {
      results: [
        { index: 0, status: 'created', userId: '8f14e45f-ceea-467f-a1d6-91b7f2c1a0de' },
        { index: 1, status: 'invalid', fault: 'email: must be an email address' },
      ],
    },
  },
  AdminUsers: { summary: 'One account', value: { users: [ADMIN_USER] } },
  AdminActed: { summary: 'The account after the act', value: { user: ADMIN_USER } },
  AdminResent: { summary: 'To an account', value: { expiresAt: '2026-11-21T08:50:00.000Z', user: ADMIN_USER } },
  'AdminResent.signup': { summary: 'Of a pending sign-up', value: { expiresAt: '2026-11-21T09:00:00.000Z' } },
  AdminExplain: { summary: 'A mail came back', value: EXPLANATION },
  AdminLifted: {
    summary: 'It was suppressed',
    value: { address: EMAIL, wasSuppressed: 'bounced', wasOnAccountList: true },
  },
  AdminSuppressed: { summary: 'It is suppressed', value: { address: EMAIL, isNew: true } },
  'AdminUsers.none': { summary: 'No account', value: { users: [] } },
};
