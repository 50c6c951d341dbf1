// `export`: everything that is held of an account, in a file.
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import type { Words } from '../../doctor/finding.ts';
import { UserError } from '../../user-error.ts';
import { accountLines } from '../account.ts';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';
import { findPerson } from '../person.ts';
import { misused } from '../usage.ts';

const OWNER_ONLY = 0o600;

const notWritten = (file: string, code: string | undefined, cause?: unknown): UserError =>
  new UserError(
    {
      ko: `${file}을(를) 쓰지 못했습니다 (${code}): 아직 없는 파일을 --out으로 정하세요.`,
      en: `${file} cannot be written (${code}): name a file with --out that is not there yet.`,
    },
    cause,
  );

/** Never over a file that is there. */
const write = (file: string, value: unknown): void => {
  try {
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx', mode: OWNER_ONLY });
  } catch (error) {
    throw notWritten(file, (error as NodeJS.ErrnoException).code, error);
  }
};

const INCOMPLETE: Words = {
  ko: '전부는 아닙니다: 세션이나 기록이 한 번에 담을 수 있는 것보다 많습니다. 나머지 기록은 audit로 볼 수 있습니다.',
  en: 'It is not all: there are more sessions or records than one answer holds. See the other records with "audit".',
};

export const exportAccount = actCommand({
  name: 'export',
  options: ['out'],
  takes: (given) => {
    const { out } = given.values;
    if (!out) throw misused('"export" needs --out, the file to write');
    return { word: oneWord(given), file: resolve(out) };
  },
  run: async (context, { word, file }) => {
    // Before the call, which is kept.
    if (existsSync(file)) throw notWritten(file, 'EEXIST');
    const user = await findPerson(context, word);
    return perform(context, {
      path: '/admin/users/export',
      body: { userId: user.userId },
      does: {
        ko: `이 계정에 대해 보관된 모든 것을 ${file}에 씁니다.`,
        en: `writes everything that is held of this account to ${file}.`,
      },
      whom: accountLines(user),
      answer: z.looseObject({ isComplete: z.boolean() }),
      report: (held) => {
        write(file, held);
        return {
          lines: [
            {
              ko: `${file}에 썼습니다. 개인정보이므로 본인에게 전한 뒤 지우세요.`,
              en: `Written to ${file}. It is personal data: delete it once the person has it.`,
            },
            ...(held.isComplete ? [] : [INCOMPLETE]),
          ],
          json: { done: 'export', userId: user.userId, file, isComplete: held.isComplete },
        };
      },
    });
  },
});
