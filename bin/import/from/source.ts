// What the importer knows of every service that people come from.
import type { ImportedAccount } from '#domain/account/imported-account.ts';

/** A line of our own format: the importer makes the id if there is none. */
export type FileAccount = Omit<ImportedAccount, 'id'> & { readonly id?: string };

/** What of a record is not taken over. The report counts them. */
export const NOTES = {
  password_of_unverified: {
    ko: '확인되지 않은 주소라 비밀번호를 가져오지 않음',
    en: 'address not verified: password left out',
  },
  weak_password: { ko: '약한 해시라 비밀번호를 가져오지 않음', en: 'weak hash: password left out' },
  no_password: { ko: '비밀번호가 없음', en: 'has no password' },
  phone_unverified: { ko: '확인되지 않은 전화번호를 가져오지 않음', en: 'phone number not verified: left out' },
  profile_values: { ko: '프로필에 담을 수 없는 값을 뺌', en: 'values that a profile cannot hold: left out' },
  metadata_left_out: { ko: '메타데이터가 너무 커서 뺌', en: 'metadata too large: left out' },
  other_record: { ko: '계정이 아닌 기록', en: 'records of other things: passed over' },
  anonymous: { ko: '익명 계정', en: 'anonymous accounts: passed over' },
  deleted: { ko: '이미 삭제된 계정', en: 'deleted accounts: passed over' },
} as const;
export type Note = keyof typeof NOTES;

export type Converted =
  | { readonly kind: 'account'; readonly account: unknown; readonly notes: readonly Note[] }
  | { readonly kind: 'passed_over'; readonly note: Note }
  | { readonly kind: 'broken'; readonly fault: string };

/** The parameters of the whole project, from the Firebase console. Base64 in its standard form. */
export interface FirebaseHashConfig {
  readonly signerKey: string;
  readonly saltSeparator: string;
  readonly rounds: number;
  readonly memoryCost: number;
}

export interface SourceOptions {
  /** Every address counts as verified: for services that only let people in who proved theirs. */
  readonly areAllVerified: boolean;
  /** The keys of the profile that are taken over. `undefined`: all that fit. */
  readonly profileKeys: readonly string[] | undefined;
  readonly hashConfig: FirebaseHashConfig | undefined;
}

export interface Source {
  /** Of the object around the array that this service exports. */
  readonly arrayKey?: string;
  readonly convert: (record: unknown, options: SourceOptions) => Converted;
}
