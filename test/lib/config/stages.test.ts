// Two stages of one cdk.json: what AWS would refuse to the second of them is a fault at synth.
import { describe, expect, it } from 'vitest';
import { faultsOf, type Keys, PRODUCTION, read, SANDBOX } from '../../support/stack/config.ts';

const CERTIFICATE = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
const HERE = '111122223333';
const THERE = '444455556666';

const DOMAIN = { senderDomain: 'example.com', senderEmail: undefined };
const hostedZone = { id: 'Z1', name: 'example.com' };

const contextOf = (stage: string, own: Keys, others: Keys) => {
  const [sandbox, production] = stage === 'sandbox' ? [own, others] : [others, own];
  return { stage, sandbox: { ...SANDBOX, ...sandbox }, production: { ...PRODUCTION, ...production }, '@aws-cdk/x': {} };
};
/** Both orders must refuse it: nobody knows which is deployed first. */
const faultsOfBoth = (sandbox: Keys, production: Keys) => [
  faultsOf(() => read(contextOf('sandbox', sandbox, production))),
  faultsOf(() => read(contextOf('production', production, sandbox))),
];

describe('two stages', () => {
  it('of one account manage no identity together', () => {
    const [ofSandbox, ofProduction] = faultsOfBoth(DOMAIN, {});
    expect(ofSandbox).toEqual({
      'sandbox.senderIdentity':
        'is managed by stage "production" too, and SES has it once per account: set "existing" in one of the two, or "account" in both if their accounts differ',
    });
    expect(Object.keys(ofProduction ?? {})).toEqual(['production.senderIdentity']);
    expect(faultsOfBoth({ ...DOMAIN, senderIdentity: 'existing' }, {})).toEqual([{}, {}]);
    expect(faultsOfBoth(DOMAIN, { senderIdentity: 'existing' })).toEqual([{}, {}]);
  });

  it('manage no recipient together', () => {
    const recipients = { sandboxRecipients: ['minji@example.com', 'junho@example.com'] };
    const context = {
      ...{ stage: 'sandbox', sandbox: { ...SANDBOX, ...recipients } },
      trial: { ...SANDBOX, ...recipients, senderEmail: 'trial@example.com', sesMode: 'sandbox' },
    };
    expect(faultsOf(() => read(context))).toEqual({
      'sandbox.sandboxRecipients': expect.stringMatching(/^has an identity that is managed by stage "trial" too/),
    });
    const trial = { ...context.trial, existingRecipients: recipients.sandboxRecipients };
    expect(faultsOf(() => read({ ...context, trial }))).toEqual({});
  });

  it('of two accounts may, if the configuration says so', () => {
    expect(faultsOfBoth({ ...DOMAIN, account: HERE }, { account: THERE })).toEqual([{}, {}]);
    expect(faultsOfBoth({ ...DOMAIN, account: HERE }, { account: HERE })).not.toEqual([{}, {}]);
    expect(faultsOfBoth({ ...DOMAIN, account: HERE }, {})).not.toEqual([{}, {}]);
    expect(faultsOf(() => read({ stage: 'sandbox', sandbox: { ...SANDBOX, account: '123' } }))).toEqual({
      'sandbox.account': expect.stringMatching(/twelve digits/),
    });
  });

  it('do not make the same DNS records', () => {
    const [ofSandbox] = faultsOfBoth({ ...DOMAIN, senderIdentity: 'existing', hostedZone }, { hostedZone });
    expect(ofSandbox).toEqual({ 'sandbox.hostedZone': expect.stringMatching(/records that stage "production" makes/) });
    expect(faultsOfBoth({ ...DOMAIN, senderIdentity: 'existing' }, { hostedZone })).toEqual([{}, {}]);
  });

  it('do not have one name for two APIs', () => {
    const apiDomain = { name: 'auth.example.com', certificateArn: CERTIFICATE };
    const faults = faultsOfBoth({ apiDomain }, { apiDomain });
    expect(faults.map((found) => Object.keys(found))).toEqual([
      ['sandbox.apiDomain.name'],
      ['production.apiDomain.name'],
    ]);
  });

  it('are judged only if both can be read: a half-written stage blocks no other', () => {
    expect(faultsOfBoth(DOMAIN, { otp: undefined })[0]).toEqual({});
    expect(faultsOf(() => read({ stage: 'sandbox', sandbox: SANDBOX, other: 'no stage', list: [] }))).toEqual({});
  });
});

describe('an identity that another stage uses', () => {
  const lent = (own: Keys, others: Keys) => read(contextOf('sandbox', own, others)).lentIdentities;

  it('is lent, if that stage calls it existing in the same account', () => {
    expect(lent(DOMAIN, { senderIdentity: 'existing' })).toEqual(['example.com']);
    expect(lent({ ...DOMAIN, account: HERE }, { senderIdentity: 'existing', account: THERE })).toEqual([]);
    expect(lent(DOMAIN, { senderIdentity: 'existing', senderDomain: 'example.org' })).toEqual([]);
    expect(lent({}, {})).toEqual([]);
  });

  it('may be that of a recipient; the others go with their stage', () => {
    const [own, both] = ['own@example.com', 'both@example.com'];
    const trial = { sesMode: 'sandbox', otp: undefined, senderIdentity: 'existing', sandboxRecipients: [both] };
    const recipients = { ...DOMAIN, sandboxRecipients: [own, both] };
    expect(lent(recipients, { ...trial, existingRecipients: [both] })).toEqual(['example.com', both]);
    expect(lent(recipients, { senderIdentity: 'existing' })).toEqual(['example.com']);
  });
});
