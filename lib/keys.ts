// The two keys in KMS: one behind the master secret, one that signs access tokens. Neither can be read out.
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { removalPolicyOf } from './removal-policy.ts';

export interface KeysProps {
  readonly isRetained: boolean;
  /** ARNs of the RSA keys in JWKS and the one that signs. Default: only the stack's own. */
  readonly signingKeys?: { readonly listed: readonly string[]; readonly current: string };
}

export class Keys extends Construct {
  readonly master: Key;
  /** Those in JWKS, the signing one first. */
  readonly signing: readonly [IKey, ...IKey[]];

  constructor(scope: Construct, id: string, { isRetained, signingKeys }: KeysProps) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(isRetained);
    this.master = new Key(this, 'Master', {
      description: 'Latchkey: the master secret behind links, codes and refresh tokens',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
    });
    const own = new Key(this, 'Signing', {
      description: 'Latchkey: signs access tokens',
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });
    const imported = (arn: string) => Key.fromKeyArn(this, `Listed${arn.split('/').at(-1)}`, arn);
    const others = signingKeys?.listed.filter((arn) => arn !== signingKeys.current).map(imported) ?? [];
    this.signing = signingKeys ? [imported(signingKeys.current), ...others, own] : [own];
  }

  /** For the functions that derive links, codes and refresh tokens. */
  grantMasterSecret(grantee: IGrantable): void {
    this.master.grant(grantee, 'kms:GenerateMac');
  }

  grantSigning(grantee: IGrantable): void {
    this.signing[0].grant(grantee, 'kms:Sign', 'kms:GetPublicKey');
  }

  grantPublicKeys(grantee: IGrantable): void {
    for (const key of this.signing) key.grant(grantee, 'kms:GetPublicKey');
  }
}
