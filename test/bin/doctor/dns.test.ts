// SPF, MX and DMARC as a name server answers them, over UDP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDns, judgeDmarc, judgeMx, judgeSpf } from '../../../bin/doctor/checks/mail/dns.ts';
import { createResolver } from '../../../bin/doctor/resolver.ts';
import { type NameServer, startNameServer, type Zones } from '../../support/servers/name-server.ts';
import { aConfig, aContext } from './world.ts';

let zone: Zones = {};
let server: NameServer;
beforeAll(async () => {
  server = await startNameServer(() => zone);
});
afterAll(() => server.stop());

const SPF = 'v=spf1 include:amazonses.com ~all';
const MX = 'feedback-smtp.ap-northeast-2.amazonses.com';

const look = async (records: Zones, config = aConfig({ senderEmail: undefined, senderDomain: 'news.example.com' })) => {
  zone = records;
  const { context } = aContext({ config, resolver: createResolver(server.address) });
  const findings = await checkDns(context);
  return findings.map(({ level, what }) => `${level} ${what.en}`);
};

describe('the DNS of a sender domain', () => {
  it('is good with SPF in two strings, the one MX, and the DMARC of the parent domain', async () => {
    const records = {
      'bounce.news.example.com': { txt: ['unrelated', SPF], mx: [{ priority: 10, exchange: MX }] },
      '_dmarc.example.com': { txt: ['v=DMARC1; p=reject; rua=mailto:d@example.com'] },
    };
    expect(await look(records)).toEqual([
      'ok bounce.news.example.com: SPF is there',
      'ok bounce.news.example.com: MX is there',
      'ok news.example.com: DMARC p=reject',
    ]);
  });

  it('gets three notes when the name server has no records', async () => {
    expect(await look({ 'bounce.news.example.com': {}, '_dmarc.news.example.com': { txt: ['not dmarc'] } })).toEqual([
      'note bounce.news.example.com: has no SPF record that allows SES',
      'note bounce.news.example.com: does not have exactly one MX record, that of SES',
      'note news.example.com: has no DMARC record',
    ]);
  });

  it('of an address identity is only DMARC, which it fails under a strict policy', async () => {
    const records = { '_dmarc.example.com': { txt: ['v=DMARC1; p=quarantine'] } };
    expect(await look(records, aConfig())).toEqual(['note example.com: DMARC p=quarantine']);
  });

  it('is unknown without a name server, not missing', async () => {
    const { context } = aContext({ resolver: createResolver('127.0.0.1:1') });
    await expect(checkDns(context)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a record', () => {
  it.each([
    [[SPF], 'ok'],
    [['V=SPF1 Include:amazonses.com -all'], 'ok'],
    [[SPF, 'v=spf1 -all'], 'note'],
    [['v=spf1 include:amazonses.com.evil.example ~all'], 'note'],
    [['v=spf10 include:amazonses.com'], 'note'],
    [[], 'note'],
  ])('SPF %j is %s', (texts, level) => {
    expect(judgeSpf('mail.example.com', texts).level).toBe(level);
  });

  it.each([
    [[MX], 'ok'],
    [[MX, 'mx.example.com'], 'note'],
    [['feedback-smtp.us-east-1.amazonses.com'], 'note'],
  ])('MX %j is %s', (exchangers, level) => {
    expect(judgeMx('mail.example.com', exchangers).level).toBe(level);
  });

  it.each([
    ['v=DMARC1; p=none', false, 'ok'],
    ['v=DMARC1;p=reject;sp=none', true, 'ok'],
    ['v=DMARC1; sp=none; p=reject', false, 'note'],
    [undefined, true, 'note'],
  ])('DMARC %j (own domain: %j) is %s', (record, isOwn, level) => {
    expect(judgeDmarc('example.com', record, isOwn).level).toBe(level);
  });
});
