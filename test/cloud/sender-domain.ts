// A stage with a sender domain and its Route 53 zone, deployed beside the sandbox: the records, the identity, a mail, the doctor.
import { GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { pendingSignUp, type Target } from '../black-box/flows/target.ts';
import type { Zones } from '../support/servers/name-server.ts';
import { createCloudTarget, senderOf } from './cloud-target.ts';
import type { Cdk } from './deploy.ts';
import { dkimTokensOf, withDkimTokens } from './dkim-tokens.ts';
import type { Doctor } from './doctor-process.ts';
import { createZone, readRecords, type ZoneRecord } from './hosted-zone.ts';
import { clientOptions, type MiniStack } from './ministack.ts';
import { repair } from './repair.ts';

const DOMAIN = 'shop.example.com';
/** A parent of it, as for a team with one zone for everything. */
const ZONE = 'example.com';
const MAIL_FROM = `bounce.${DOMAIN}`;
const MX = 'feedback-smtp.ap-northeast-2.amazonses.com';

const TOKENS = dkimTokensOf(DOMAIN);

export interface Surroundings {
  readonly miniStack: MiniStack;
  readonly cdk: Cdk;
  readonly doctor: Doctor;
  readonly leaveSandbox: () => Promise<void>;
  /** What the name server answers from now on. */
  readonly publish: (zones: Zones) => void;
}

/** The account is bootstrapped. */
export const describeSenderDomain = (given: () => Surroundings): void => {
  describe('a stage with a sender domain and its zone', () => {
    let target: Target;
    let records: readonly ZoneRecord[];

    beforeAll(async () => {
      const { miniStack, cdk, doctor, leaveSandbox } = given();
      await leaveSandbox();
      const id = await createZone(miniStack, ZONE);
      const keys = { senderDomain: DOMAIN, hostedZone: { id, name: ZONE }, dmarcReports: 'dmarc@example.com' };
      doctor.configure(keys, 'production');
      const deployment = await cdk.deploy(keys, { stage: 'production', amend: withDkimTokens(DOMAIN) });
      await repair(miniStack, deployment);
      target = await createCloudTarget(miniStack, deployment);
      records = await readRecords(miniStack, id);
    });

    it('has the records of DKIM, MAIL FROM and DMARC in the zone, and no others', () => {
      const expected = [
        ...TOKENS.map(({ name, value }) => ({ name, type: 'CNAME', value })),
        { name: MAIL_FROM, type: 'MX', value: `10 ${MX}` },
        { name: MAIL_FROM, type: 'TXT', value: '"v=spf1 include:amazonses.com ~all"' },
        { name: `_dmarc.${DOMAIN}`, type: 'TXT', value: '"v=DMARC1; p=none; rua=mailto:dmarc@example.com"' },
      ];
      expect(records).toHaveLength(expected.length);
      expect(records).toEqual(expect.arrayContaining(expected));
    });

    it('has the domain as its identity, with its own MAIL FROM', async () => {
      const client = new SESv2Client(clientOptions(given().miniStack));
      const identity = await client.send(new GetEmailIdentityCommand({ EmailIdentity: DOMAIN }));
      client.destroy();
      expect(identity).toMatchObject({ IdentityType: 'DOMAIN', MailFromAttributes: { MailFromDomain: MAIL_FROM } });
    });

    it('sends in the name of the domain', async () => {
      const { address } = await pendingSignUp(target);
      expect(await senderOf(given().miniStack, address)).toBe(`no-reply@${DOMAIN}`);
    });

    it('gets a note from the doctor while DNS shows no DMARC record, and can send all the same', async () => {
      const { doctor, publish } = given();
      publish(zonesOf(records.filter(({ name }) => !name.startsWith('_dmarc.'))));
      const { exitCode, of } = await doctor.check();
      expect(of('dns')).toMatchObject([
        { level: 'ok', what: `${MAIL_FROM}: SPF is there` },
        { level: 'ok', what: `${MAIL_FROM}: MX is there` },
        {
          level: 'note',
          what: `${DOMAIN}: has no DMARC record`,
          next: expect.stringContaining(`_dmarc.${DOMAIN} TXT "v=DMARC1; p=none"`),
        },
      ]);
      expect(exitCode).toBe(0);
    });

    it('is fine for the doctor once DNS shows what the zone holds', async () => {
      const { doctor, publish } = given();
      publish(zonesOf(records));
      const { exitCode, findings, of } = await doctor.check();
      expect(of('dns').map(({ level, what }) => `${level} ${what}`)).toEqual([
        `ok ${MAIL_FROM}: SPF is there`,
        `ok ${MAIL_FROM}: MX is there`,
        `ok ${DOMAIN}: DMARC p=none`,
      ]);
      expect(of('sender')[0]).toMatchObject({ level: 'ok', what: expect.stringContaining(DOMAIN) });
      expect(findings.filter(({ level }) => level === 'fault' || level === 'unknown')).toEqual([]);
      expect(exitCode).toBe(0);
    });
  });
};

/** The zone as a name server shows it. */
const zonesOf = (records: readonly ZoneRecord[]): Zones => {
  const zones: Record<string, Zones[string]> = {};
  for (const { name, type, value } of records) {
    const zone = zones[name] ?? {};
    if (type === 'TXT') zones[name] = { ...zone, txt: [...(zone.txt ?? []), value.slice(1, -1)] };
    if (type === 'MX') zones[name] = { ...zone, mx: [...(zone.mx ?? []), exchangerOf(value)] };
  }
  return zones;
};

const exchangerOf = (value: string) => {
  const [priority = '', exchange = ''] = value.split(' ');
  return { priority: Number(priority), exchange };
};
