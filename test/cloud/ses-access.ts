// Whether AWS lets the account of a MiniStack write to anybody. MiniStack's accounts may, unlike every new one.
import { PutAccountDetailsCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { clientOptions, type MiniStack } from './ministack.ts';

export const setProductionAccess = async (miniStack: MiniStack, isOutOfSandbox: boolean): Promise<void> => {
  const about = { MailType: 'TRANSACTIONAL', WebsiteURL: 'https://example.com' } as const;
  const command = new PutAccountDetailsCommand({ ...about, ProductionAccessEnabled: isOutOfSandbox });
  await new SESv2Client(clientOptions(miniStack)).send(command);
};
