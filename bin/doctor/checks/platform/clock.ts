// Compares this machine's clock with AWS's, which refuses signatures that are minutes off.
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';

export const WORTH_A_NOTE_SECONDS = 60;
/** AWS and SENS refuse signatures that are further off. */
export const REFUSED_SECONDS = 300;

export const checkClock = async ({ clients, now }: Context): Promise<Finding[]> => {
  const date = await readDate(clients.lambda);
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? [] : [judgeClock(Math.round((now() - at) / 1000))];
};

/** The `Date` header of an answer, to the second; `undefined` without one. Throws what the SDK throws. */
const readDate = async (client: LambdaClient): Promise<string | undefined> => {
  let date: string | undefined;
  const command = new GetAccountSettingsCommand({});
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
      date = headers?.['date'];
      return result;
    },
    { step: 'deserialize', name: 'readDate', priority: 'low' },
  );
  await client.send(command);
  return date;
};

export const SET_CLOCK = { ko: '시계를 인터넷 시간에 맞추세요.', en: 'Synchronise the clock over the network (NTP).' };

/** `skewSeconds`: how far this clock is ahead; negative behind. */
export const judgeClock = (skewSeconds: number): Finding => {
  const seconds = Math.abs(skewSeconds);
  if (seconds < WORTH_A_NOTE_SECONDS) {
    return ok('clock', { ko: `AWS와 ${seconds}초 차이`, en: `${seconds} s from AWS's` });
  }
  const what = {
    ko: `이 컴퓨터의 시계가 ${seconds}초 ${skewSeconds > 0 ? '빠름' : '느림'}`,
    en: `this machine's clock is ${seconds} s ${skewSeconds > 0 ? 'ahead' : 'behind'}`,
  };
  return seconds >= REFUSED_SECONDS ? fault('clock', what, SET_CLOCK) : note('clock', what, SET_CLOCK);
};
