// Whether the list of leaked passwords answers. If it does not, new passwords are accepted without a lookup.
import { createLeakedPasswords } from '#adapters/passwords/leaked-passwords.ts';
import type { Context } from '../../context.ts';
import { type Finding, note, ok } from '../../finding.ts';

/** In every list of leaked passwords. */
const LEAKED = 'password';
/** Whether it answers at all: how fast it must be for the functions says nothing about this machine's network. */
const ANSWER_MILLISECONDS = 5000;

export const checkLeakedPasswords = async ({ config, now, standIns }: Context): Promise<Finding[]> => {
  if (config.leakedPasswords === undefined) return [];
  let why = 'wrong_answer';
  const { leakedPasswordsEndpoint: endpoint } = standIns ?? {};
  const list = createLeakedPasswords({
    clock: { now },
    log: {
      write: (_event, fields = {}) => {
        why = [fields['reason'], fields['error']].filter(Boolean).join(', ');
      },
    },
    timeoutMilliseconds: ANSWER_MILLISECONDS,
    ...(endpoint !== undefined && { endpoint }),
  });
  if (await list.has(LEAKED)) {
    return [ok('leaks', { ko: '유출된 비밀번호 목록이 응답함', en: 'the list of leaked passwords answers' })];
  }
  return [
    note(
      'leaks',
      {
        ko: `유출된 비밀번호 목록이 이 컴퓨터에 제대로 응답하지 않음 (${why})`,
        en: `the list of leaked passwords does not answer this machine as it should (${why})`,
      },
      {
        ko: '이 컴퓨터에서 api.pwnedpasswords.com에 HTTPS로 연결할 수 있는지 보세요. 함수도 연결하지 못하면 새 비밀번호를 확인 없이 받고, 경보 LeakedPasswordsUnavailable이 울립니다.',
        en: 'See whether this machine reaches api.pwnedpasswords.com over HTTPS. If the functions do not either, they accept new passwords without a lookup, and the alarm LeakedPasswordsUnavailable rings.',
      },
    ),
  ];
};
