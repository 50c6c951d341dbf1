// The doctor's findings on the domain of passkeys, which can never change once there is one.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { examineBefore } from '../../../bin/doctor/before/examine.ts';
import { checkPasskeys } from '../../../bin/doctor/checks/features/passkeys.ts';
import { examine } from '../../../bin/doctor/examine.ts';
import { exitCodeOf } from '../../../bin/doctor/finding.ts';
import { aConfig, aContext, CERTIFICATE_ARN, USERS } from './world.ts';

const ROW = { pk: 'passkeys#domain', version: 'v1', domain: 'example.com', fixedAt: 1_790_000_000_000 };

const withDomain = (passkeyDomain: string | undefined, row: object | undefined, more: object = {}) => {
  const apiDomain = { name: 'auth.example.com', certificateArn: CERTIFICATE_ARN };
  const made = aContext({ config: aConfig({ apiDomain, passkeyDomain, ...more }) });
  made.aws.documents.on(GetCommand).resolves(row ? { Item: row } : {});
  return made;
};
const found = async (passkeyDomain: string | undefined, row?: object) =>
  checkPasskeys(withDomain(passkeyDomain, row).context);

describe('the domain of passkeys', () => {
  it('is no concern of a stage without passkeys', async () => {
    expect(await found(undefined)).toEqual([]);
  });

  it('is free until there is a first passkey, and fine while it stays', async () => {
    expect(await found('auth.example.com')).toMatchObject([
      { level: 'ok', what: { en: expect.stringMatching(/^auth\.example\.com: nobody has a passkey yet/) } },
    ]);
    expect(await found('example.com', ROW)).toMatchObject([{ level: 'ok', what: { en: 'example.com: as deployed' } }]);
  });

  it('that was taken away is a note with the name to use again', async () => {
    expect(await found(undefined, ROW)).toMatchObject([
      { level: 'note', next: { en: expect.stringContaining('"passkeyDomain": "example.com"') } },
    ]);
  });

  it('that was changed is a fault that says what to put back, and how to begin anew', async () => {
    const [finding] = await found('auth.example.com', ROW);
    expect(finding).toMatchObject({
      level: 'fault',
      what: { en: expect.stringMatching(/are for example\.com, but the configuration has auth\.example\.com/) },
    });
    for (const text of Object.values(finding?.next ?? {})) {
      expect(text).toContain('"example.com"');
      expect(text).toContain(`aws dynamodb delete-item --table-name ${USERS} --key '{"pk":{"S":"passkeys#domain"}}'`);
    }
  });

  it('is compared by the doctor, and before a deployment', async () => {
    for (const run of [examine, examineBefore]) {
      const wrong = (await run(withDomain('auth.example.com', ROW).context)).filter(
        ({ check }) => check === 'passkeys',
      );
      expect(wrong.map(({ level }) => level)).toEqual(['fault']);
      expect(exitCodeOf(wrong)).toBe(1);
      const right = await run(withDomain('example.com', ROW).context);
      expect(right.find(({ check }) => check === 'passkeys')?.level).toBe('ok');
    }
  });

  it('is read from the table that a new deployment will use', async () => {
    const stream = 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/Restored-Users/stream/2026-01-01T00:00:00.000';
    const { context, aws } = withDomain('auth.example.com', ROW, { tables: { users: stream } });
    expect(await checkPasskeys({ ...context, stack: undefined })).toMatchObject([{ level: 'fault' }]);
    expect(aws.documents.commandCalls(GetCommand)[0]?.args[0].input.TableName).toBe('Restored-Users');
    const { context: fresh } = withDomain('auth.example.com', ROW);
    expect(await checkPasskeys({ ...fresh, stack: undefined })).toEqual([]);
  });
});
