// Fields of a profile, one of each kind.
import type { ProfileField } from '#domain/account/profile-fields.ts';

const words = (ko: string, en: string) => ({ ko, en });
const OPEN = { required: false, atSignUp: true, editable: true };

export const NAME: ProfileField = {
  ...OPEN,
  key: 'name',
  type: 'text',
  label: words('이름', 'Name'),
  required: true,
  maximumLength: 20,
};
const PLAN: ProfileField = {
  ...OPEN,
  key: 'plan',
  type: 'choice',
  label: words('사용 목적', 'Use'),
  required: true,
  choices: [
    { value: 'work', label: words('회사에서 써요', 'At work') },
    { value: 'home', label: words('혼자 써요', 'On my own') },
  ],
};
const BIRTH_YEAR: ProfileField = {
  ...OPEN,
  key: 'birthYear',
  type: 'number',
  label: words('태어난 해', 'Year of birth'),
  editable: false,
};
const NEWS: ProfileField = { ...OPEN, key: 'news', type: 'boolean', label: words('소식 받기', 'Get news') };
const COMPANY: ProfileField = {
  ...OPEN,
  key: 'organization',
  type: 'text',
  label: words('회사', 'Company'),
  atSignUp: false,
};

export const PROFILE_FIELDS: readonly ProfileField[] = [NAME, PLAN, BIRTH_YEAR, NEWS, COMPANY];
export const PROFILE = { name: '김민지', plan: 'work', birthYear: 1995, news: false };
