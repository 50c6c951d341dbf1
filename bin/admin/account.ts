// An account as the API shows it, and as a terminal does.
import * as z from 'zod/mini';
import { AdminUserResponse } from '#schemas/admin/answers.ts';
import type { Words } from '../doctor/finding.ts';
import { type Cell, linesOf } from './table.ts';

/** Only the keys of the API are printed, whatever an answer holds; a newer service may have more. */
export const AdminUser = z.object(AdminUserResponse.shape);
export type AdminUser = z.infer<typeof AdminUser>;

export const AdminUsers = z.object({ users: z.array(AdminUser) });

const stateOf = ({ disabled, emailVerified }: AdminUser): Words => {
  if (disabled) return { ko: '정지', en: 'disabled' };
  return emailVerified ? { ko: '정상', en: 'active' } : { ko: '미인증', en: 'unverified' };
};

const HEADINGS: readonly Words[] = [
  { ko: 'id', en: 'ID' },
  { ko: '이메일', en: 'EMAIL' },
  { ko: '휴대폰 번호', en: 'PHONE' },
  { ko: '상태', en: 'STATE' },
  { ko: '가입', en: 'CREATED' },
];

export const accountTable = (users: readonly AdminUser[]): readonly Words[] =>
  linesOf([
    HEADINGS,
    ...users.map((user) => [user.userId, user.email, user.phone ?? '-', stateOf(user), user.createdAt.slice(0, 10)]),
  ]);

const yesNo = (is: boolean): Words => (is ? { ko: '예', en: 'yes' } : { ko: '아니요', en: 'no' });

const NONE: Words = { ko: '없음', en: 'none' };

const valuesOf = (values: Readonly<Record<string, unknown>> = {}): Cell =>
  Object.keys(values).length === 0 ? NONE : JSON.stringify(values);

/** Each field on a line. */
export const accountLines = (user: AdminUser): readonly Words[] => {
  const { email, emailVerified, phone, phoneVerified } = user;
  const rows: readonly (readonly Cell[])[] = [
    [{ ko: 'id', en: 'id' }, user.userId],
    [{ ko: '이메일', en: 'email' }, verifiable(email, emailVerified)],
    [{ ko: '휴대폰 번호', en: 'phone' }, phone === undefined ? NONE : verifiable(phone, phoneVerified)],
    [{ ko: '상태', en: 'state' }, stateOf(user)],
    [{ ko: '비밀번호 있음', en: 'has a password' }, yesNo(user.hasPassword)],
    [{ ko: '패스키', en: 'passkeys' }, user.passkeys === undefined ? NONE : String(user.passkeys)],
    [{ ko: '2단계 인증', en: 'two-step log-in' }, yesNo(user.secondFactor ?? false)],
    [{ ko: '언어', en: 'language' }, user.locale],
    [{ ko: '프로필', en: 'profile' }, valuesOf(user.profile)],
    [{ ko: '메타데이터', en: 'metadata' }, valuesOf(user.metadata)],
    [{ ko: '가입', en: 'created' }, user.createdAt],
    [{ ko: '마지막 사용', en: 'last used' }, user.activeAt ?? { ko: '알 수 없음', en: 'not known' }],
  ];
  return linesOf(rows);
};

const verifiable = (address: string, isVerified: boolean): Words =>
  isVerified
    ? { ko: `${address} (인증됨)`, en: `${address} (verified)` }
    : { ko: `${address} (미인증)`, en: `${address} (not verified)` };
