// A whole run of the doctor with AWS mocked: what it prints and the exit code the shell gets.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { ListEmailIdentitiesCommand } from '@aws-sdk/client-sesv2';
import { afterAll, describe, expect, it } from 'vitest';
import { createResolver } from '../../../bin/doctor/resolver.ts';
import { runDoctor } from '../../../bin/doctor/run.ts';
import { UserError } from '../../../bin/user-error.ts';
import { NOW } from '../../support/builders.ts';
import { awsError, mockedAws, RESOLVER, STAGE } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));
const configFile = join(folder, 'cdk.json');
writeFileSync(configFile, JSON.stringify({ context: { stage: 'sandbox', sandbox: STAGE, broken: { brandName: '' } } }));

const run = async (
  words: readonly string[],
  arrange: (aws: ReturnType<typeof mockedAws>['aws']) => void = () => {},
) => {
  const { clients, aws } = mockedAws();
  arrange(aws);
  const printed = { out: '', error: '' };
  const exitCode = await runDoctor(words, {
    environment: {},
    configFile,
    createClients: () => clients,
    createResolver: () => RESOLVER,
    now: () => NOW,
    print: (text) => {
      printed.out += text;
    },
    printError: (text) => {
      printed.error += text;
    },
  });
  return { exitCode, ...printed };
};

describe('the exit code', () => {
  it('is 0 when nothing prevents sending, with the sandbox as a note', async () => {
    const { exitCode, out } = await run([]);
    expect(out).toMatch(/^! SES account +In the sandbox/m);
    expect(out).toMatch(/It can send\.\n$/);
    expect(exitCode).toBe(0);
  });

  it('is 1 when there is something to do first', async () => {
    const { exitCode, out } = await run([], ({ sesv2 }) =>
      sesv2.on(ListEmailIdentitiesCommand).resolves({
        EmailIdentities: [{ IdentityName: 'no-reply@example.com', VerificationStatus: 'PENDING' }],
      }),
    );
    expect(out).toMatch(/^✗ Sender +no-reply@example\.com: not verified yet\n +→ Open the link/m);
    expect(out).toMatch(/^✗ Recipient +tester@example\.com: SES does not know it/m);
    expect(out).toMatch(/2 things to do before it can send\.\n$/);
    expect(exitCode).toBe(1);
  });

  it('is 2 when one check was refused, and the others still run', async () => {
    const { exitCode, out } = await run([], ({ lambda }) =>
      lambda.on(GetAccountSettingsCommand).rejects(awsError('AccessDeniedException')),
    );
    expect(out).toMatch(/^! Concurrency +could not be checked \(AccessDeniedException\)/m);
    expect(out).toMatch(/^✓ Sender/m);
    expect(exitCode).toBe(2);
  });

  it('is 2 without credentials, said in one line', async () => {
    const { exitCode, out, error } = await run(['--lang', 'ko'], ({ cloudFormation }) =>
      cloudFormation.on(DescribeStacksCommand).rejects(awsError('CredentialsProviderError')),
    );
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(error).toMatch(/^AWS를 호출하지 못했습니다 \(CredentialsProviderError\): .*\n$/);
  });

  it('is 2 for a configuration with faults, and lists them', async () => {
    const { exitCode, error } = await run(['--stage', 'broken']);
    expect(exitCode).toBe(2);
    expect(error).toMatch(/broken\.sesMode: is missing/);
    expect(error).toMatch(/broken\.brandName: must be one line/);
  });

  it('is 2 for a wrong command line, with the usage', async () => {
    const { exitCode, error } = await run(['frobnicate']);
    expect(exitCode).toBe(2);
    expect(error).toMatch(/^there is no command "frobnicate"\n\nUsage: npm run doctor/);
  });
});

describe('before the first deployment', () => {
  const notDeployed = ({ cloudFormation, sesv2 }: ReturnType<typeof mockedAws>['aws']) => {
    const error = awsError('ValidationError', 'Stack with id Latchkey-sandbox does not exist');
    cloudFormation.on(DescribeStacksCommand).rejects(error);
    sesv2.on(ListEmailIdentitiesCommand).resolves({
      EmailIdentities: [{ IdentityName: 'tester@example.com', VerificationStatus: 'SUCCESS' }],
    });
  };

  it('says so, and which line of cdk.json an existing identity needs', async () => {
    const { exitCode, out } = await run([], notDeployed);
    expect(out).toMatch(/^✗ Stack +Latchkey-sandbox: is not deployed yet/m);
    expect(out).toContain('Set "existingRecipients": [..., "tester@example.com"] in the stage in cdk.json.');
    expect(exitCode).toBe(1);
  });

  it.each([['redrive'], ['after-restore']])('has nothing to do for %s', async (...words) => {
    const { exitCode, error } = await run(words, notDeployed);
    expect({ exitCode, error }).toEqual({ exitCode: 2, error: 'Latchkey-sandbox is not deployed: npx cdk deploy\n' });
  });
});

describe('--before-deploy', () => {
  const emptyAccount = ({ cloudFormation, sesv2 }: ReturnType<typeof mockedAws>['aws']) => {
    const error = awsError('ValidationError', 'Stack with id Latchkey-sandbox does not exist');
    cloudFormation.on(DescribeStacksCommand).rejects(error);
    sesv2.on(ListEmailIdentitiesCommand).resolves({ EmailIdentities: [] });
  };

  it('says what stops a deployment, in both languages and for scripts: exit code 1', async () => {
    const words = ['--before-deploy'];
    const english = await run(words, ({ cloudFormation }) =>
      cloudFormation
        .on(DescribeStacksCommand)
        .rejects(awsError('ValidationError', 'Stack with id Latchkey-sandbox does not exist')),
    );
    expect(english.out).toMatch(/^✓ Stack +Latchkey-sandbox: the name is free$/m);
    expect(english.out).toMatch(/^✗ Sender +no-reply@example\.com: exists in SES outside of this stack/m);
    expect(english.out).toMatch(/2 things to do before you deploy\.\n$/);
    expect(english.exitCode).toBe(1);
    const { out } = await run([...words, '--lang', 'ko']);
    expect(out).toMatch(/^✓ 배포 +Latchkey-sandbox: CREATE_COMPLETE: 이미 배포되어 있어/m);
    const { out: json, exitCode } = await run([...words, '--json'], emptyAccount);
    expect(JSON.parse(json)).toMatchObject({ stage: 'sandbox', exitCode: 0, findings: expect.any(Array) });
    expect(exitCode).toBe(0);
  });

  it('says that it can be deployed where nothing is in the way: exit code 0', async () => {
    const { out, exitCode } = await run(['--before-deploy', '--lang', 'ko'], emptyAccount);
    expect(out).toMatch(/배포할 수 있습니다\.\n$/);
    expect(exitCode).toBe(0);
  });
});

describe('a test', () => {
  it.each([[['send', '--to', 'minji@example.com']], [['send', '--text', '+821012345678']]])(
    'that could reach a person is refused with how it is used: %j',
    async (words) => {
      const { exitCode, error } = await run(words);
      expect(exitCode).toBe(2);
      expect(error).toMatch(/^--t[a-z]+ .*\n\nUsage: npm run doctor/);
    },
  );

  it('of a text ends with its own exit code, on stdout in the chosen language', async () => {
    const { exitCode, out } = await run(['send', '--text', '+821012345678', '--yes', '--lang', 'ko']);
    expect(out).toMatch(/^보내지 못했습니다 – texts_off: /);
    expect(exitCode).toBe(1);
  });
});

describe('--json', () => {
  it('gives scripts the stage, the exit code and each finding by its stable names', async () => {
    const { out, exitCode } = await run(['--json', '--lang', 'ko']);
    const json = JSON.parse(out);
    expect(json).toEqual({ stage: 'sandbox', exitCode, findings: expect.any(Array) });
    expect(json.findings).toContainEqual({
      check: 'quota',
      level: 'ok',
      what: '24시간에 200통 중 12통 사용, 초당 1통',
    });
    for (const finding of json.findings) {
      expect(['ok', 'note', 'fault', 'unknown']).toContain(finding.level);
      if (finding.level !== 'ok') expect(finding.next).toMatch(/\S/);
    }
  });

  it.each([
    ['AWS does not answer', ['--json'], /^AWS could not be called \(CredentialsProviderError\)/],
    ['the stage is broken', ['--json', '--stage', 'broken'], /brandName/],
    ['an option is unknown', ['--json', '--nothing'], /--nothing/],
  ])('gives scripts the fault too, and nothing beside it, when %s', async (_why, words, fault) => {
    const { out, error, exitCode } = await run(words, ({ cloudFormation }) =>
      cloudFormation.on(DescribeStacksCommand).rejects(awsError('CredentialsProviderError')),
    );
    expect(JSON.parse(out)).toEqual({ exitCode: 2, fault: expect.stringMatching(fault) });
    expect([error, exitCode]).toEqual(['', 2]);
  });
});

describe('--dns', () => {
  it('accepts an address with a port, and says what is right for anything else', () => {
    expect(createResolver('127.0.0.1:5353').getServers()).toEqual(['127.0.0.1:5353']);
    expect(() => createResolver('not a server')).toThrow(UserError);
  });
});
