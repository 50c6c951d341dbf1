// Examples of what administrators send and get.
import type { ADMIN_ROUTES } from '../../functions/admin-routes.ts';
import { EMAIL, NEW_EMAIL, PHONE, USER } from './example-values.ts';

const E164 = '+821012345678';
const METADATA = { plan: 'pro', seats: 3 };
const EVENT_ID = `${USER.id}.01K0M3H6E1T8RV9Q2Z5N7W4X6Y`;
const REASON = { reason: 'Ticket 1042' };
const { id: userId, ...ACCOUNT } = USER;
const ACT = { act: { userId, ...REASON } };
const TIME = '2026-11-21T08:30:00.000Z';
const LATER = '2026-12-21T08:30:00.000Z';
const ACT_ID = '01JCZ6V3M8N2P4Q6R8S0T2V4W6';
const SESSION_ID = '01JCZ6T8H2W5E7R9Y1P3D4F6GK';
const NETWORK = '203.0.113.0/24';
const PLACE = { device: 'Chrome, Windows', ip: '203.0.113.*' };

export const ADMIN_REQUEST_EXAMPLES = {
  'POST /admin/users/find': {
    byEmail: { email: EMAIL, ...REASON },
    byPhone: { phone: PHONE },
    byId: { userId },
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
  'POST /admin/users/list': {
    first: { limit: 20 },
    disabled: { limit: 20, state: 'disabled', cursor: userId, ...REASON },
  },
  'POST /admin/users/show': { show: { userId, ...REASON } },
  'POST /admin/users/audit': { read: { userId }, more: { userId, cursor: ACT_ID, ...REASON } },
  'POST /admin/users/disable': ACT,
  'POST /admin/users/enable': ACT,
  'POST /admin/users/log-out': ACT,
  'POST /admin/users/remove-second-factor': ACT,
  'POST /admin/users/delete': ACT,
  'POST /admin/users/export': ACT,
  'POST /admin/events/replay': {
    all: { eventId: EVENT_ID, ...REASON },
    oneEndpoint: { eventId: EVENT_ID, endpoint: 'orders', ...REASON },
  },
} as const satisfies Readonly<Record<keyof typeof ADMIN_ROUTES, object>>;

const ADMIN_USER = { userId, ...ACCOUNT, disabled: false, hasPassword: true, createdAt: TIME };
const CONSENT = { key: 'terms', version: '2026-01-01', granted: true, at: TIME, locale: 'ko', network: '203.0.113.*' };
const AUDIT_ENTRY = {
  id: ACT_ID,
  at: TIME,
  what: 'admin.disable',
  by: { kind: 'admin', who: 'arn:aws:sts::123456789012:assumed-role/Support/jimin', network: NETWORK },
  ...REASON,
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
  'AdminActed.disabled': { summary: 'A disabled account', value: { user: { ...ADMIN_USER, disabled: true } } },
  AdminResent: { summary: 'To an account', value: { expiresAt: '2026-11-21T08:50:00.000Z', user: ADMIN_USER } },
  'AdminResent.signup': { summary: 'Of a pending sign-up', value: { expiresAt: '2026-11-21T09:00:00.000Z' } },
  AdminExplain: { summary: 'A mail came back', value: EXPLANATION },
  AdminLifted: {
    summary: 'It was suppressed',
    value: { address: EMAIL, wasSuppressed: 'bounced', wasOnAccountList: true },
  },
  AdminSuppressed: { summary: 'It is suppressed', value: { address: EMAIL, isNew: true } },
  AdminReplayed: { summary: 'It is on the bus again', value: { eventId: EVENT_ID, type: 'user.created' } },
  'AdminUsers.none': { summary: 'No account', value: { users: [] } },
  AdminUsersPage: { summary: 'A page, and there may be more', value: { users: [ADMIN_USER], cursor: userId } },
  AdminShown: {
    summary: 'An account with a session and a reset on its way',
    value: {
      user: ADMIN_USER,
      sessions: [{ id: SESSION_ID, createdAt: TIME, lastUsedAt: TIME, expiresAt: LATER, ...PLACE }],
      consents: [CONSENT],
      suppressed: [{ channel: 'email', reason: 'bounced', at: TIME }],
      challenges: [
        {
          ...{ purpose: 'reset', channel: 'email', createdAt: TIME, expiresAt: LATER, sends: 1, failures: 0 },
          delivery: { status: 'sent', at: TIME },
        },
      ],
    },
  },
  AdminAudit: { summary: 'It was disabled', value: { entries: [AUDIT_ENTRY] } },
  AdminExport: {
    summary: 'An account that has hardly been used',
    value: {
      exportedAt: LATER,
      user: { id: userId, email: EMAIL, locale: 'ko', profile: {}, createdAt: Date.parse(TIME) },
      sessions: [{ id: SESSION_ID, createdAt: Date.parse(TIME), ...PLACE }],
      consents: { current: [CONSENT], former: [] },
      ...{ challenges: [], notices: [], suppressions: [], counters: [], audit: [AUDIT_ENTRY], isComplete: true },
    },
  },
};
