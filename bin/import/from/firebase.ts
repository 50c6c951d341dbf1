// Firebase Authentication: `firebase auth:export users.json --format=JSON`. The hashes need the parameters of the project.
// https://firebase.google.com/docs/cli/auth
import { UserError } from '../../user-error.ts';
import type { FirebaseHashConfig, Source } from './source.ts';
import { isTrue, jsonRowOf, momentOf, profileOf, type Row, rowOf, textOf } from './values.ts';

export const firebase: Source = {
  arrayKey: 'users',
  convert: (record, options) => {
    const row = rowOf(record);
    const email = textOf(row['email']);
    const phone = textOf(row['phoneNumber']);
    const providers = Array.isArray(row['providerUserInfo']) ? row['providerUserInfo'] : [];
    if (email === undefined && phone === undefined && providers.length === 0)
      return { kind: 'passed_over', note: 'anonymous' };
    const hash = hashOf(row, options.hashConfig);
    if (hash === 'no_config') return { kind: 'broken', fault: 'passwordHash: needs --hash-config' };
    const metadata = jsonRowOf(row['customAttributes']);
    const { profile, notes } = profileOf({ name: row['displayName'], picture: row['photoUrl'] }, options);
    return {
      kind: 'account',
      account: {
        id: textOf(row['localId']),
        email,
        emailVerified: options.areAllVerified || isTrue(row['emailVerified']),
        passwordHash: hash,
        // Firebase stores a number only after its code was typed.
        ...(phone !== undefined && { phone, phoneVerified: true }),
        profile,
        ...(Object.keys(metadata).length > 0 && { metadata }),
        createdAt: momentOf(row['createdAt']),
        disabled: isTrue(row['disabled']),
      },
      notes: [...notes, ...(hash === undefined ? (['no_password'] as const) : [])],
    };
  },
};

/** Exports write either alphabet of base64. */
const standard = (base64: string): string => base64.replaceAll('-', '+').replaceAll('_', '/').trim();

const hashOf = (row: Row, config: FirebaseHashConfig | undefined): string | undefined | 'no_config' => {
  const hash = textOf(row['passwordHash']);
  if (hash === undefined) return undefined;
  if (!config) return 'no_config';
  const { memoryCost, rounds, saltSeparator, signerKey } = config;
  const parameters = `v=1,n=${memoryCost},r=${rounds},p=1,ss=${saltSeparator},sk=${signerKey}`;
  return `$fbscrypt$${parameters}$${standard(textOf(row['salt']) ?? '')}$${standard(hash)}`;
};

/** As the console shows it, or as JSON. @throws UserError if something of it is missing. */
export const readHashConfig = (text: string): FirebaseHashConfig => {
  const parameterOf = (name: string) => new RegExp(`"?${name}"?\\s*[:=]\\s*"?([^",\\s}]+)`).exec(text)?.[1];
  const algorithm = parameterOf('algorithm');
  const signerKey = parameterOf('base64_signer_key');
  const saltSeparator = parameterOf('base64_salt_separator');
  const [rounds, memoryCost] = [Number(parameterOf('rounds')), Number(parameterOf('mem_cost'))];
  if (algorithm !== undefined && algorithm !== 'SCRYPT')
    throw new UserError({
      ko: `--hash-config: algorithm ${algorithm}은(는) 지원하지 않습니다. SCRYPT만 됩니다.`,
      en: `--hash-config: the algorithm ${algorithm} is not supported, only SCRYPT is.`,
    });
  if (!signerKey || !saltSeparator || !rounds || !memoryCost)
    throw new UserError({
      ko: '--hash-config: base64_signer_key, base64_salt_separator, rounds, mem_cost가 모두 있어야 합니다. Firebase 콘솔의 Authentication > 사용자 > 비밀번호 해시 매개변수에 있습니다.',
      en: '--hash-config needs base64_signer_key, base64_salt_separator, rounds and mem_cost. The Firebase console has them: Authentication, Users, Password hash parameters.',
    });
  return { signerKey: standard(signerKey), saltSeparator: standard(saltSeparator), rounds, memoryCost };
};
