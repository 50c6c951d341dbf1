// Proves how often the operator's secret is read, and that its values are never repeated.
import {
  GetSecretValueCommand,
  type GetSecretValueCommandOutput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createSecretReader } from '#adapters/secrets-manager.ts';
import { DependencyError } from '#domain/errors.ts';
import { SensSecret, SmtpSecret } from '#schemas/secrets.ts';

const arn = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:smtp-AbCdEf';
const stored = { user: 'no-reply@modu.example', password: 'hunter2' };

const readerOf = (...answers: readonly (Partial<GetSecretValueCommandOutput> | Error)[]) => {
  const client = new SecretsManagerClient({ region: 'ap-northeast-2' });
  const secrets = mockClient(client);
  const command = secrets.on(GetSecretValueCommand);
  for (const answer of answers.slice(0, -1)) {
    if (answer instanceof Error) command.rejectsOnce(answer);
    else command.resolvesOnce(answer);
  }
  const last = answers.at(-1) ?? {};
  if (last instanceof Error) command.rejects(last);
  else command.resolves(last);
  const clock = { time: 0, now: () => clock.time };
  const reader = createSecretReader({ client, arn, schema: SmtpSecret, clock });
  return { reader, clock, calls: () => secrets.commandCalls(GetSecretValueCommand).map(({ args }) => args[0].input) };
};

const json = (value: unknown) => ({ SecretString: JSON.stringify(value) });

describe('the secret', () => {
  it('is read by its ARN, as JSON; fields beside ours do not count', async () => {
    const { reader, calls } = readerOf(json({ ...stored, engine: 'mysql' }));
    expect(await reader.read()).toEqual(stored);
    expect(calls()).toEqual([{ SecretId: arn }]);
  });

  it('is asked for once by all who read at the same time', async () => {
    const { reader, calls } = readerOf(json(stored));
    expect(await Promise.all([reader.read(), reader.read(), reader.read()])).toEqual([stored, stored, stored]);
    expect(calls()).toHaveLength(1);
  });

  it('is kept for five minutes', async () => {
    const { reader, clock, calls } = readerOf(json(stored), json({ ...stored, password: 'new' }));
    await reader.read();
    clock.time = 5 * 60_000 - 1;
    expect(await reader.read()).toEqual(stored);
    clock.time++;
    expect(await reader.read()).toEqual({ ...stored, password: 'new' });
    expect(calls()).toHaveLength(2);
  });

  it('is read again after it was forgotten, even while the old request is running', async () => {
    const { reader } = readerOf(json(stored), json({ ...stored, password: 'new' }));
    const before = reader.read();
    reader.forget();
    expect(await reader.read()).toEqual({ ...stored, password: 'new' });
    expect(await before).toEqual(stored);
    expect(await reader.read()).toEqual({ ...stored, password: 'new' });
  });

  it('is asked for again after a failure', async () => {
    const { reader } = readerOf(new Error('down'), json(stored));
    await expect(reader.read()).rejects.toThrow(DependencyError);
    expect(await reader.read()).toEqual(stored);
  });
});

describe('a secret that cannot be used', () => {
  it.each<[string, Partial<GetSecretValueCommandOutput> | Error, RegExp]>([
    ['that is not there', Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' }), /gone/],
    ['without a password', json({ user: 'hunter2' }), /password: must be text/],
    ['with an empty password', json({ user: 'hunter2', password: '' }), /password: must not be empty/],
    ['with other fields', json({ username: 'hunter2', pass: 'hunter2' }), /user: must be text; password: must be text/],
    ['that is only text', { SecretString: 'hunter2' }, /must be an object/],
    ['that is a number', { SecretString: '42' }, /must be an object/],
    ['that is binary', { SecretBinary: Buffer.from('hunter2') }, /must be an object/],
  ])('%s is a failure that says what is wrong, without a value', async (_name, answer, message) => {
    const failure = await readerOf(answer)
      .reader.read()
      .catch((error) => error);
    expect(failure).toBeInstanceOf(DependencyError);
    expect(failure).toMatchObject({ dependency: 'secrets', cause: { message: expect.stringMatching(message) } });
    expect(`${failure.message} ${failure.cause.message} ${failure.cause.cause}`).not.toContain('hunter2');
  });
});

describe('the secret of SENS', () => {
  it('has an access key and a secret key', () => {
    expect(SensSecret.safeParse({ accessKey: 'a', secretKey: 'b' }).success).toBe(true);
    expect(SensSecret.safeParse({ accessKey: 'a' }).success).toBe(false);
  });
});
