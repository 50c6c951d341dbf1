// A command line with everything that it touches: a stack that is mocked, the key of a laptop, words of the standard input.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import type { Surroundings } from '../../../bin/admin/place.ts';
import { type AdminWorld, runAdmin } from '../../../bin/admin/run.ts';
import { ACCESS_KEY, ADMIN_KEY } from '../../support/servers/admin-api.ts';
import { STAGE } from '../doctor/world.ts';

export const ADA = {
  userId: '01JADA00000000000000000000',
  email: 'ada@example.com',
  emailVerified: true,
  phoneVerified: false,
  locale: 'ko',
  profile: {},
  disabled: false,
  hasPassword: true,
  createdAt: '2026-01-02T03:04:05.000Z',
};
export const EVA = { ...ADA, userId: '01JEVA00000000000000000000', email: 'eva@example.com' };

export interface Printed {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

/** The caller removes the folder. */
export const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-admin-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/admin-key'), `${ADMIN_KEY}\n`);
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { stage: 'sandbox', sandbox: STAGE } }));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
};

export const surroundings = (
  folder: string,
  given: Readonly<Record<string, string>> = {},
  { credentials = async () => ACCESS_KEY, stack = async () => ({}) }: Aws = {},
): Surroundings => ({
  environment: { DATA_DIR: join(folder, 'data'), ...given },
  configFile: join(folder, 'cdk.json'),
  createClient: (region) => {
    const client = new CloudFormationClient({ region, credentials });
    mockClient(client).on(DescribeStacksCommand).callsFake(stack);
    return client;
  },
});

interface Aws {
  readonly credentials?: () => Promise<typeof ACCESS_KEY & { readonly expiration?: Date }>;
  /** What CloudFormation answers. */
  readonly stack?: () => Promise<object>;
}

export const stackAt = (url: string) => async () => ({
  Stacks: [
    {
      StackName: 'Latchkey-sandbox',
      StackStatus: 'UPDATE_COMPLETE',
      CreationTime: new Date(0),
      Outputs: [{ OutputKey: 'ApiUrl', OutputValue: url }],
    },
  ],
});

/** `input`: the lines of the standard input. */
export const run = async (
  words: readonly string[],
  around: Surroundings,
  { input = [], isTerminal = false }: { readonly input?: readonly string[]; readonly isTerminal?: boolean } = {},
): Promise<Printed> => {
  const printed = { out: '', error: '' };
  const lines = [...input];
  const world: AdminWorld = {
    ...around,
    isTerminal,
    readLine: async (question) => {
      if (isTerminal) printed.error += question;
      return lines.shift();
    },
    print: (text) => {
      printed.out += text;
    },
    printError: (text) => {
      printed.error += text;
    },
  };
  return { exitCode: await runAdmin(words, world), ...printed };
};
