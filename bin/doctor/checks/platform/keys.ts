// Whether the keys behind links, codes and tokens can be used. Once a key is deleted, every session is lost.
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { Context } from '../../context.ts';
import { type Finding, fault, ok } from '../../finding.ts';
import { resourcesOf } from '../../stack.ts';

/** The ids of the stack's own keys, in `lib/keys.ts`. */
const OWN = ['Master', 'Signing', 'Otp', 'Proof'];

export const checkKeys = async ({ clients, config, stack }: Context): Promise<Finding[]> => {
  if (!stack) return [];
  const own = resourcesOf(stack, 'AWS::KMS::Key').map(({ logicalId, physicalId }) => ({
    label: OWN.find((name) => logicalId.startsWith(`Keys${name}`)) ?? logicalId,
    keyId: physicalId,
  }));
  const listed = (['signingKeys', 'proofSigningKeys'] as const).flatMap((label) =>
    (config[label]?.listed ?? []).map((keyId) => ({ label, keyId })),
  );
  return Promise.all(
    [...own, ...listed].map(async ({ label, keyId }) => {
      const state = await clients.kms.send(new DescribeKeyCommand({ KeyId: keyId })).then(
        ({ KeyMetadata }) => KeyMetadata?.KeyState,
        (error) => {
          if (error instanceof Error && error.name === 'NotFoundException') return 'NotFound';
          throw error;
        },
      );
      return judgeKey(label, keyId, state);
    }),
  );
};

/** `state`: KMS's, such as `Enabled` or `PendingDeletion`. */
export const judgeKey = (label: string, keyId: string, state: string | undefined): Finding => {
  const id = keyId.split('/').at(-1) ?? keyId;
  const what = { ko: `${label} ${id}: ${state ?? '?'}`, en: `${label} ${id}: ${state ?? '?'}` };
  if (state === 'Enabled') return ok('keys', what);
  if (state === 'PendingDeletion') {
    return fault('keys', what, {
      ko: `삭제를 취소하고 켜세요: aws kms cancel-key-deletion --key-id ${id}, 그리고 aws kms enable-key --key-id ${id}`,
      en: `Cancel its deletion and enable it: aws kms cancel-key-deletion --key-id ${id}, then aws kms enable-key --key-id ${id}`,
    });
  }
  return fault('keys', what, {
    ko: `켜세요: aws kms enable-key --key-id ${id}`,
    en: `Enable it: aws kms enable-key --key-id ${id}`,
  });
};
