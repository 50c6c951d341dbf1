// The keys in KMS. Accounts have two: one behind the master secret, one that signs access tokens. One-time codes have two of their
// own, so that the function of codes can make nothing that opens an account (ADR 0031). None can be read out.
import { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, type KeyProps, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { StageConfig } from './config/stage-config.ts';
import { removalPolicyOf } from './removal-policy.ts';

/** ARNs of the RSA keys that are published and the one that signs. */
type ListedKeys = Exclude<StageConfig['signingKeys'], undefined>;

export interface KeysProps {
  readonly isRetained: boolean;
  /** Default: only the stack's own. */
  readonly signingKeys?: ListedKeys | undefined;
  /** Default: only the stack's own. */
  readonly proofSigningKeys?: ListedKeys | undefined;
  /** Whether one-time codes are on. Otherwise nothing is made for them. */
  readonly hasOtp: boolean;
}

/** Those that are published, the signing one first. */
type SigningKeys = readonly [IKey, ...IKey[]];

export class Keys extends Construct {
  readonly master: Key;
  readonly signing: SigningKeys;
  /** Of one-time codes. */
  readonly otp?: { readonly secret: Key; readonly proofs: SigningKeys };

  constructor(scope: Construct, id: string, { isRetained, signingKeys, proofSigningKeys, hasOtp }: KeysProps) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(isRetained);
    this.master = makeKey(this, 'Master', {
      ...HMAC,
      description: 'Latchkey: the master secret behind links, codes and refresh tokens',
      removalPolicy,
    });
    const signing = makeKey(this, 'Signing', { ...RSA, description: 'Latchkey: signs access tokens', removalPolicy });
    this.signing = this.listBefore(signing, 'Listed', signingKeys);
    if (!hasOtp) return;
    // Codes and proofs live for minutes, so nothing is lost with these keys, and no unused key is paid for.
    const secret = makeKey(this, 'Otp', {
      ...HMAC,
      description: 'Latchkey: the secret behind one-time codes',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const proof = makeKey(this, 'Proof', {
      ...RSA,
      description: 'Latchkey: signs the proofs of one-time codes',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.otp = { secret, proofs: this.listBefore(proof, 'ListedForProofs', proofSigningKeys) };
  }

  /** Those of the configuration, and the stack's own after them. */
  private listBefore(own: Key, prefix: string, keys: ListedKeys | undefined): SigningKeys {
    if (!keys) return [own];
    const imported = (arn: string) => Key.fromKeyArn(this, `${prefix}${arn.split('/').at(-1)}`, arn);
    const others = keys.listed.filter((arn) => arn !== keys.current).map(imported);
    return [imported(keys.current), ...others, own];
  }

  /** All of them, those of the configuration too. */
  get all(): readonly IKey[] {
    return [this.master, ...this.signing, ...(this.otp ? [this.otp.secret, ...this.otp.proofs] : [])];
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

  /** For the functions that derive one-time codes. */
  grantOtpSecret(grantee: IGrantable): void {
    this.otp?.secret.grant(grantee, 'kms:GenerateMac');
  }

  grantProofSigning(grantee: IGrantable): void {
    this.otp?.proofs[0].grant(grantee, 'kms:Sign', 'kms:GetPublicKey');
  }

  grantProofPublicKeys(grantee: IGrantable): void {
    for (const key of this.otp?.proofs ?? []) key.grant(grantee, 'kms:GetPublicKey');
  }
}

/** Nobody gives it away by a grant, which no list of rights shows; the service itself uses roles. */
const makeKey = (scope: Construct, id: string, props: KeyProps): Key => {
  const key = new Key(scope, id, props);
  key.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    }),
  );
  return key;
};

const HMAC = { keySpec: KeySpec.HMAC_256, keyUsage: KeyUsage.GENERATE_VERIFY_MAC };
const RSA = { keySpec: KeySpec.RSA_2048, keyUsage: KeyUsage.SIGN_VERIFY };
