// The deployed API as the flows reach it: through MiniStack's own path, under the issuer it would have on AWS.
import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_SNS_REGION } from '../../lib/config/schema.ts';
import { type ReceivedMail, request, type Target } from '../black-box/flows/target.ts';
import type { Deployment } from './deploy.ts';
import { ACCOUNT, type MiniStack } from './ministack.ts';

/** Long enough that the second request of a test falls into it, short enough to wait for. */
export const COOL_DOWN_SECONDS = 10;

interface StoredMail {
  /** The envelope's sender: MiniStack keeps no header, and the courier sets `From` to the same address. */
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string | null;
}

export const createCloudTarget = async (miniStack: MiniStack, { apiId }: Deployment): Promise<Target> => {
  const target = {
    mayBeUnavailable: true,
    baseUrl: `${miniStack.endpoint}/_aws/execute-api/${apiId}/$default`,
    mails: (to: string) => mailsTo(miniStack, to),
    passCoolDown: () => wait(COOL_DOWN_SECONDS * 1000 + 500),
    // The test's stage allows a thousand a minute: all requests come from one address here.
    makeRoom: async () => undefined,
  };
  const { body, status, text } = await request({ ...target, issuer: '' }, '/.well-known/openid-configuration');
  if (status !== 200) throw new Error(`the deployed API answered ${status} ${text}`);
  return { ...target, issuer: body.issuer };
};

const mailsTo = async (miniStack: MiniStack, to: string): Promise<ReceivedMail[]> =>
  (await storedMails(miniStack, to)).map(({ Subject, BodyText, BodyHtml }) => ({
    subject: Subject,
    text: BodyText,
    html: BodyHtml ?? '',
  }));

/** The sender of the first mail to an address. */
export const senderOf = async (miniStack: MiniStack, to: string): Promise<string | undefined> =>
  (await storedMails(miniStack, to))[0]?.Source;

const storedMails = async ({ endpoint }: MiniStack, to: string): Promise<StoredMail[]> => {
  const response = await fetch(`${endpoint}/_ministack/ses/messages?account=${ACCOUNT}`);
  const { messages } = (await response.json()) as { messages: Record<string, StoredMail[]> };
  return (messages[ACCOUNT] ?? []).filter(({ To }) => To.includes(to));
};

/** The texts that SNS took for a number in E.164, oldest first: from the region that sends texts to Korea. */
export const textsTo = async ({ endpoint }: MiniStack, to: string): Promise<string[]> => {
  const query = new URLSearchParams({ account: ACCOUNT, region: DEFAULT_SNS_REGION, phoneNumber: to });
  const response = await fetch(`${endpoint}/_ministack/sns/sms-messages?${query}`);
  const { sms_messages } = (await response.json()) as { sms_messages: Record<string, { Message: string }[]> };
  return (sms_messages[to] ?? []).map(({ Message }) => Message);
};
