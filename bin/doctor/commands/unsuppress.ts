// Lifts the suppression of an address: Latchkey's own row and, where SES sends, the entry on the account's list.
import { DeleteSuppressedDestinationCommand, NotFoundException, type SESv2Client } from '@aws-sdk/client-sesv2';
import { isE164 } from '#domain/address.ts';
import type { Store } from '#domain/store.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { needVerifications } from './need-stack.ts';

/** Safe to repeat. Throws what AWS answers; what was already removed stays removed. */
export const unsuppress = async (context: Context, address: string): Promise<Report> => {
  const { store } = needVerifications(context);
  const removedReason = await liftRow(store, address);
  const hasAccountList = context.config.usesSes && !isE164(address);
  const wasOnAccountList = hasAccountList && (await liftAccountEntry(context.clients.sesv2, address));
  return {
    exitCode: 0,
    lines: [sayRow(removedReason), ...(hasAccountList ? [sayAccount(wasOnAccountList)] : [])],
    json: { address, removedRow: removedReason !== undefined, removedFromAccountList: wasOnAccountList },
  };
};

const ROUNDS = 5;

/** Why it was suppressed; `undefined` if it was not. A complaint that arrives at the same moment is lifted too. */
export const liftRow = async (store: Store, address: string): Promise<string | undefined> => {
  const key = suppressionKey(isE164(address) ? 'sms' : 'email', address);
  for (let round = 0; round < ROUNDS; round++) {
    const [row] = await store.load([key]);
    if (!row) return undefined;
    if (await store.remove(key, row)) return row.reason;
  }
  throw new Error('the suppression row changes all the time');
};

/** Whether it was on the list. */
const liftAccountEntry = async (client: SESv2Client, address: string): Promise<boolean> => {
  try {
    await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }));
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
};

const sayRow = (reason: string | undefined): Words =>
  reason === undefined
    ? { ko: 'Latchkey의 발송 금지: 없었습니다.', en: "Latchkey's own suppression: there was none." }
    : { ko: `Latchkey의 발송 금지(${reason}): 풀었습니다.`, en: `Latchkey's own suppression (${reason}): lifted.` };

const sayAccount = (wasThere: boolean): Words =>
  wasThere
    ? { ko: 'SES 계정의 발송 금지 목록: 뺐습니다.', en: "The SES account's suppression list: removed." }
    : { ko: 'SES 계정의 발송 금지 목록: 없었습니다.', en: "The SES account's suppression list: there was no entry." };
