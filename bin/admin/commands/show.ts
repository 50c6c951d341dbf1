// `show`: one account with its sessions, consents, suppressions and open links.
import * as z from 'zod/mini';
import { AdminShownResponse } from '#schemas/admin/answers.ts';
import type { Words } from '../../doctor/finding.ts';
import type { Report } from '../../doctor/report.ts';
import { AdminUser, accountLines } from '../account.ts';
import { command, oneWord } from '../command.ts';
import { ask, type Context } from '../context.ts';
import { findId } from '../person.ts';
import { type Cell, linesOf } from '../table.ts';

const Answer = z.object({ ...AdminShownResponse.shape, user: AdminUser });
type Shown = z.infer<typeof Answer>;

const run = async (context: Context, word: string): Promise<Report> => {
  const userId = await findId(context, word);
  const shown = await ask(context, '/admin/users/show', { userId }, Answer);
  return { exitCode: 0, lines: [...accountLines(shown.user), ...partsOf(shown)], json: shown };
};

const partsOf = ({ sessions, consents, suppressed, challenges }: Shown): readonly Words[] => [
  ...part({ ko: '세션', en: 'Sessions' }, sessions, ({ id, device, ip, clientId, createdAt, lastUsedAt }) => [
    id,
    device ?? '-',
    ip ?? '-',
    clientId ?? '-',
    { ko: `시작 ${createdAt}`, en: `since ${createdAt}` },
    { ko: `마지막 ${lastUsedAt}`, en: `last ${lastUsedAt}` },
  ]),
  ...part({ ko: '동의', en: 'Consents' }, consents, ({ key, version, granted, at }) => [
    key,
    version,
    granted ? { ko: '동의', en: 'granted' } : { ko: '거부', en: 'refused' },
    at,
  ]),
  ...part({ ko: '발송 금지', en: 'Suppressed' }, suppressed, ({ channel, reason, at }) => [channel, reason, at]),
  ...part(
    { ko: '열린 링크와 인증번호', en: 'Open links and codes' },
    challenges,
    ({ purpose, channel, createdAt, expiresAt, delivery }) => [
      purpose,
      channel,
      delivery.status,
      { ko: `요청 ${createdAt}`, en: `asked ${createdAt}` },
      { ko: `만료 ${expiresAt}`, en: `ends ${expiresAt}` },
    ],
  ),
];

const part = <Entry>(
  { ko, en }: Words,
  entries: readonly Entry[],
  cellsOf: (entry: Entry) => readonly Cell[],
): readonly Words[] => [
  { ko: `${ko} (${entries.length})`, en: `${en} (${entries.length})` },
  ...linesOf(entries.map((entry) => ['', ...cellsOf(entry)])),
];

export const show = command({ name: 'show', takes: oneWord, run });
