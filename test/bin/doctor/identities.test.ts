// Who manages an identity, whether SES has verified it, and which line of cdk.json is wrong.
import { GetEmailIdentityCommand, ListEmailIdentitiesCommand, NotFoundException } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { checkIdentities } from '../../../bin/doctor/checks/mail/identities.ts';
import { type IdentityFacts, judgeIdentity } from '../../../bin/doctor/checks/mail/judge-identity.ts';
import { checkSenderSetup, judgeDkim, judgeMailFrom } from '../../../bin/doctor/checks/mail/sender-setup.ts';
import { aConfig, aContext } from './world.ts';

const judge = (set: Partial<IdentityFacts>) =>
  judgeIdentity({
    check: 'sender',
    name: 'no-reply@example.com',
    isExisting: false,
    isInStack: true,
    hasOtherId: false,
    identityIds: 'role',
    isDeployed: true,
    isKnown: true,
    isVerified: true,
    ...set,
  });

describe('an identity', () => {
  it.each([
    ['of the stack and verified', {}, 'ok', undefined],
    ['existing as configured', { isInStack: false, isExisting: true }, 'ok', undefined],
    ['not there, under a verified domain', { isKnown: false, isInStack: false }, 'ok', undefined],
    ['not verified', { isVerified: false }, 'fault', /^Open the link in the mail from AWS to no-reply@example\.com/],
    ['of a domain, not verified', { name: 'example.com', isVerified: false }, 'fault', /three DKIM CNAMEs/],
    ['made elsewhere', { isInStack: false }, 'fault', /^Set "senderIdentity": "existing" in/],
    [
      'of a recipient made elsewhere',
      { check: 'recipient', name: 'a@example.com', isInStack: false },
      'fault',
      /^Set "existingRecipients": \[\.\.\., "a@example\.com"\] in/,
    ],
    ['of the stack but called existing', { isExisting: true }, 'note', /^Set "senderIdentity" back to "managed"/],
    ['a sender that was a recipient', { hasOtherId: true }, 'fault', /^Set "identityIds": "name" in/],
    [
      'a sender of an older release',
      { hasOtherId: true, identityIds: 'name' },
      'fault',
      /^Set "identityIds": "role" in/,
    ],
    [
      'a recipient that was the sender',
      { check: 'recipient', hasOtherId: true },
      'fault',
      /^Remove it from sandboxRec/,
    ],
    ['missing, managed', { isKnown: false, isVerified: false, isInStack: false }, 'fault', /^Deploy again/],
    [
      'missing, not deployed',
      { isKnown: false, isVerified: false, isInStack: false, isDeployed: false },
      'fault',
      /^Deploying creates it/,
    ],
    [
      'missing, called existing',
      { isKnown: false, isVerified: false, isInStack: false, isExisting: true },
      'fault',
      /^Remove the "existing" setting/,
    ],
  ] as const)('%s is judged', (_name, set, level, next) => {
    const finding = judge(set);
    expect(finding.level).toBe(level);
    expect(finding.next?.en ?? '').toMatch(next ?? /^$/);
  });
});

describe('the identities of a stage', () => {
  it('are looked up on every page of SES, and a verified domain covers its addresses', async () => {
    const config = aConfig({ sandboxRecipients: ['a@team.example.com', 'b@example.org'] });
    const { context, aws } = aContext({ config });
    aws.sesv2
      .on(ListEmailIdentitiesCommand)
      .resolvesOnce({
        EmailIdentities: [{ IdentityName: 'example.com', VerificationStatus: 'SUCCESS' }],
        NextToken: 'more',
      })
      .resolvesOnce({ EmailIdentities: [{ IdentityName: 'no-reply@example.com', VerificationStatus: 'PENDING' }] });
    const findings = await checkIdentities(context);
    expect(findings.map(({ check, level, what }) => [check, level, what.en])).toEqual([
      ['sender', 'ok', 'no-reply@example.com: verified through example.com, so SES authorises on identity/example.com'],
      [
        'recipient',
        'ok',
        'a@team.example.com: verified through example.com, so SES authorises on identity/example.com',
      ],
      ['recipient', 'fault', 'b@example.org: SES does not know it'],
    ]);
  });
});

describe('a change of roles', () => {
  const findingsFor = async (keys: Parameters<typeof aConfig>[0]) => {
    const { context } = aContext({ config: aConfig(keys) });
    return (await checkIdentities(context)).map(({ level, what }) => `${level} ${what.en.slice(0, 60)}`);
  };
  const twice = 'this stack made it in another role';

  it('that would make an identity twice is a fault before the deployment', async () => {
    const [tester, sender] = ['tester@example.com', 'no-reply@example.com'];
    expect(await findingsFor({ senderEmail: tester, sandboxRecipients: [] })).toEqual([
      expect.stringContaining(`fault ${tester}: ${twice}`),
    ]);
    expect(await findingsFor({ senderEmail: tester, sandboxRecipients: [sender], identityIds: 'name' })).toEqual([
      `ok ${tester}: verified`,
      expect.stringContaining(`fault ${sender}: ${twice}`),
    ]);
    expect(await findingsFor({ senderEmail: tester, sandboxRecipients: [], identityIds: 'name' })).toEqual([
      `ok ${tester}: verified`,
    ]);
    expect(await findingsFor({})).toEqual([`ok ${sender}: verified`, `ok ${tester}: verified`]);
  });
});

describe('a sender domain', () => {
  const config = aConfig({ senderEmail: undefined, senderDomain: 'example.com' });

  it('gets the list of DKIM records that are still missing', () => {
    const pending = judgeDkim('example.com', {
      DkimAttributes: { SigningEnabled: true, Status: 'PENDING', Tokens: ['t1', 't2'] },
    });
    expect(pending).toMatchObject({ level: 'note', what: { en: 'example.com: DKIM PENDING' } });
    expect(pending.next?.en).toBe(
      'Put into DNS: t1._domainkey.example.com CNAME t1.dkim.amazonses.com, t2._domainkey.example.com CNAME t2.dkim.amazonses.com',
    );
    const signing = { DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS' as const } };
    expect(judgeDkim('example.com', signing).level).toBe('ok');
  });

  it.each([
    [undefined, 'note'],
    [{ MailFromDomain: 'bounce.example.com', MailFromDomainStatus: 'FAILED' }, 'note'],
    [{ MailFromDomain: 'bounce.example.com', MailFromDomainStatus: 'SUCCESS' }, 'ok'],
    [{ MailFromDomain: 'mail.example.com', MailFromDomainStatus: 'SUCCESS' }, 'note'],
  ] as const)('with MAIL FROM %j is %s', (attributes, level) => {
    const MailFromAttributes = attributes && { ...attributes, BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' as const };
    expect(judgeMailFrom('example.com', 'bounce.example.com', { MailFromAttributes }).level).toBe(level);
  });

  it('is looked up by name, and one that SES does not know has no more findings', async () => {
    const { context, aws } = aContext({ config });
    aws.sesv2.on(GetEmailIdentityCommand, { EmailIdentity: 'example.com' }).resolves({});
    expect(await checkSenderSetup(context)).toHaveLength(2);
    aws.sesv2.on(GetEmailIdentityCommand).rejects(new NotFoundException({ message: '', $metadata: {} }));
    expect(await checkSenderSetup(context)).toEqual([]);
  });
});
