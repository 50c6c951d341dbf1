// Whether one address is suppressed: by Latchkey's own row, or by the list of the SES account.
import { GetSuppressedDestinationCommand, NotFoundException, type SESv2Client } from '@aws-sdk/client-sesv2';
import { liveSuppression, type Suppression } from '#domain/delivery/suppression.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, ok } from '../../finding.ts';
import { storeOf } from '../../store.ts';

/** An entry of SES's account-level list: `BOUNCE` or `COMPLAINT`; `at` in epoch milliseconds. */
interface AccountSuppression {
  readonly reason: string;
  readonly at: number | undefined;
}

/** `undefined` if it is not on the list. */
const readAccountSuppression = async (
  client: SESv2Client,
  address: string,
): Promise<AccountSuppression | undefined> => {
  try {
    const { SuppressedDestination } = await client.send(new GetSuppressedDestinationCommand({ EmailAddress: address }));
    if (!SuppressedDestination) return undefined;
    const { Reason = 'UNKNOWN', LastUpdateTime } = SuppressedDestination;
    return { reason: Reason, at: LastUpdateTime?.getTime() };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
};

/** Latchkey's own row needs a deployed stack; before that there is none. SES's list counts where SES sends. */
export const checkSuppression = async (context: Context, address: string): Promise<Finding[]> => {
  const store = storeOf(context.stack, context.clients);
  const [account, rows] = await Promise.all([
    context.config.usesSes ? readAccountSuppression(context.clients.sesv2, address) : undefined,
    store?.load([suppressionKey('email', address)]),
  ]);
  return [judgeSuppression(address, liveSuppression(rows?.[0], context.now()), account)];
};

const judgeSuppression = (
  address: string,
  row: Suppression | undefined,
  account: AccountSuppression | undefined,
): Finding => {
  if (!row && !account)
    return ok('suppression', { ko: `${address}: 막혀 있지 않음`, en: `${address}: is not suppressed` });
  const why = [...(row ? [`Latchkey: ${row.reason}`] : []), ...(account ? [`SES: ${account.reason}`] : [])].join(', ');
  return fault(
    'suppression',
    { ko: `${address}: 아무것도 보내지 않음 (${why})`, en: `${address}: gets no mail (${why})` },
    {
      ko: `주소가 다시 쓰이는 것이 확실하면: npm run admin -- unsuppress ${address}`,
      en: `If it certainly works again: npm run admin -- unsuppress ${address}`,
    },
  );
};
