// The rules for `passkeyDomain` and `passkeyOrigins`: what browsers would refuse shows at synth.
import { faultIf, type Rule } from '../resolve.ts';

/** Names below which anybody may register one. No whole list: the name of an API with a certificate is at none of the rare ones. */
const GENERAL_LABELS: readonly string[] = [
  ...[
    'ac',
    'ai',
    'co',
    'com',
    'edu',
    'es',
    'gen',
    'go',
    'gob',
    'gov',
    'gr',
    'hs',
    'info',
    'io',
    'it',
    'kg',
    'lg',
    'ltd',
  ],
  ...['me', 'mil', 'ms', 'ne', 'net', 'nom', 'or', 'org', 'pe', 'plc', 're', 'sc', 'web'],
];
const KOREAN_REGIONS: readonly string[] = [
  ...['busan', 'chungbuk', 'chungnam', 'daegu', 'daejeon', 'gangwon', 'gwangju', 'gyeongbuk', 'gyeonggi', 'gyeongnam'],
  ...['incheon', 'jeju', 'jeonbuk', 'jeonnam', 'seoul', 'ulsan'],
];

/** Whether nobody can own the name: `kr`, `co.kr`, `com.au`, but not `example.kr`. Browsers take none of these as a domain of passkeys. */
export const isPublicSuffix = (name: string): boolean => {
  const labels = name.split('.');
  const [first = '', country = ''] = labels;
  if (labels.length !== 2) return labels.length < 2;
  return (
    country.length === 2 && (GENERAL_LABELS.includes(first) || (country === 'kr' && KOREAN_REGIONS.includes(first)))
  );
};

/** The label that somebody registered: `example` of `app.example.co.kr`. */
export const registeredLabel = (host: string): string => {
  const labels = host.split('.');
  return labels.at(isPublicSuffix(labels.slice(-2).join('.')) ? -3 : -2) ?? host;
};

const domainIsOfApi: Rule = ({ given, values: { passkeyDomain, apiDomain } }) => {
  if (passkeyDomain === undefined) return [];
  const api = apiDomain?.name;
  return [
    ...faultIf(
      !given.has('apiDomain'),
      'passkeyDomain',
      'needs apiDomain: passkeys are for a domain of your own. Set apiDomain first, or leave this out',
    ),
    ...faultIf(
      api !== undefined && api !== passkeyDomain && !api.endsWith(`.${passkeyDomain}`),
      'passkeyDomain',
      'must be apiDomain.name or a parent of it, such as "example.com" for "auth.example.com"',
    ),
    ...faultIf(
      isPublicSuffix(passkeyDomain),
      'passkeyDomain',
      'must be a name that you registered, or one below it: browsers refuse one below which anybody can register',
    ),
  ];
};

/** Browsers look at no more names in the file of related origins: https://www.w3.org/TR/webauthn-3/#sctn-related-origins */
const MAXIMUM_LABELS = 5;

const originsAreOfApps: Rule = ({ given, values: { passkeyOrigins = [], allowedOrigins = [] } }) => {
  const labels = new Set(passkeyOrigins.map((origin) => registeredLabel(new URL(origin).hostname)));
  return [
    ...faultIf(
      given.has('passkeyOrigins') && !given.has('passkeyDomain'),
      'passkeyOrigins',
      'goes with passkeyDomain only: set that, or leave it out',
    ),
    ...passkeyOrigins.flatMap((origin, index) => [
      ...faultIf(
        !origin.startsWith('https:'),
        `passkeyOrigins.${index}`,
        'must begin with "https://": browsers keep passkeys of a domain from pages that anybody on the way can change',
      ),
      ...faultIf(
        !allowedOrigins.includes(origin),
        `passkeyOrigins.${index}`,
        'must be in allowedOrigins too: the app there calls the API',
      ),
    ]),
    ...faultIf(
      labels.size > MAXIMUM_LABELS,
      'passkeyOrigins',
      `must be of at most ${MAXIMUM_LABELS} names: browsers look at the first ${MAXIMUM_LABELS} only, and "example" of example.com and example.co.kr is one`,
    ),
  ];
};

export const PASSKEY_RULES: readonly Rule[] = [domainIsOfApi, originsAreOfApps];
