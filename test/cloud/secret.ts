// A secret of the operator's, made and changed by the API of Secrets Manager.
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions, type MiniStack } from './ministack.ts';

export interface Secret {
  readonly arn: string;
  change(value: object): Promise<void>;
}

/** `value` is kept as JSON. */
export const createSecret = async (miniStack: MiniStack, name: string, value: object): Promise<Secret> => {
  const client = new SecretsManagerClient(clientOptions(miniStack));
  const command = new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(value) });
  const { ARN: arn } = await client.send(command);
  if (arn === undefined) throw new Error(`Secrets Manager made no secret ${name}`);
  return {
    arn,
    change: async (changed) => {
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: JSON.stringify(changed) }));
    },
  };
};
