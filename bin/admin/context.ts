// The context of every command, and the one way to ask the API.
import type * as z from 'zod/mini';
import type { Words } from '../doctor/finding.ts';
import { UserError } from '../user-error.ts';
import type { AdminApi } from './api.ts';
import { NotDone } from './not-done.ts';

export interface Context {
  readonly api: AdminApi;
  /** Required by acts, kept with reads. */
  readonly reason: string | undefined;
  /** Says what would be done, and does nothing. */
  readonly isDryRun: boolean;
  /** `--yes` */
  readonly isConfirmed: boolean;
  /** Shows the lines and asks, unless nobody is there. */
  readonly confirm: (lines: readonly Words[]) => Promise<'yes' | 'no' | 'unasked'>;
}

/** The body of the answer, without what the schema does not name. @throws NotDone for what the service refuses. */
export const ask = async <Schema extends z.ZodMiniType>(
  { api, reason }: Context,
  path: string,
  body: object,
  schema: Schema,
): Promise<z.infer<Schema>> => {
  const answer = await api.call(path, { ...body, ...(reason !== undefined && { reason }) });
  if (!answer.ok) {
    const isOurs = answer.status >= 500 || answer.status === 429 || answer.code === 'admin_required';
    throw new NotDone({ exitCode: isOurs ? 2 : 1, code: answer.code, lines: [answer.words] });
  }
  const { success, data } = schema.safeParse(answer.body);
  if (success) return data;
  throw new UserError({
    ko: '서비스의 대답을 읽지 못했습니다: 이 명령과 배포된 서비스의 버전이 같은지 확인하세요.',
    en: 'The answer of the service cannot be read: check that this command and what is deployed are of one release.',
  });
};
