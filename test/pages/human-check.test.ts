// The human check on the hosted pages: who may load Cloudflare's script, and that nobody may where the stage has no check.
import { describe, expect, it } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { createPagesHandler } from '#handlers/pages.ts';
import { createAssets } from '#pages/assets.ts';
import { createLogger } from '#runtime/logger.ts';
import { PAGE_NAMES } from '#texts/page-texts.ts';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { apiEvent, lambdaContext } from '../support/api-event.ts';
import { ALWAYS, SITE_KEY, WHEN_BOMBED } from '../support/human.ts';
import { testSettings } from '../support/service.ts';

const CLOUDFLARE = 'https://challenges.cloudflare.com';
const ASKING = ['signup', 'login', 'reset'];

const open = async (path: string, settings: Partial<Settings> = {}) => {
  const log = createLogger(() => undefined, 'test');
  const signer = { publicKeys: async () => [] };
  const handler = createPagesHandler({
    // All pages are there.
    settings: { ...testSettings, secondFactor: 'optional', ...settings },
    log,
    signer,
    proofSigner: signer,
  });
  const { headers = {}, body = '' } = await handler(apiEvent({ method: 'GET', path }), lambdaContext);
  const policy = String(headers['content-security-policy']);
  return { policy, directives: new Map(policy.split('; ').map((part) => [part.split(' ')[0], part])), body };
};

describe.each(PAGE_NAMES.map((name) => ({ name, path: `/${name}` })))('$path', ({ name, path }) => {
  it('names Cloudflare nowhere without a check', async () => {
    const { policy, body } = await open(path);
    expect(policy + body).not.toMatch(/cloudflare|latchkey-human|frame-src|"human"/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("trusted-types 'none'");
  });

  it.each([ALWAYS, WHEN_BOMBED])('names it only where a person may be asked: $mode', async (humanCheck) => {
    const plain = await open(path);
    const { policy, directives, body } = await open(path, { humanCheck });
    if (!ASKING.includes(name)) {
      expect([policy, body]).toEqual([plain.policy, plain.body]);
      return;
    }
    expect(directives.get('script-src')).toBe(`script-src 'self' ${CLOUDFLARE}`);
    expect(directives.get('frame-src')).toBe(`frame-src ${CLOUDFLARE}`);
    expect(directives.get('trusted-types')).toBe('trusted-types latchkey-human');
    expect(directives.get('connect-src')).toBe(plain.directives.get('connect-src'));
    expect(directives.get('require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
    const settings = JSON.parse(/id="settings">([^<]*)</.exec(body)?.[1] ?? '{}');
    expect(settings.human).toEqual({
      script: createAssets(testSettings.brand).addresses.humanScriptHref,
      api: `${CLOUDFLARE}/turnstile/v0/api.js?render=explicit`,
      lead: PAGE_TEXTS.ko.html.humanLead,
    });
    const texts = (html: string) => JSON.parse(/id="texts">([^<]*)</.exec(html)?.[1] ?? '{}').errors;
    expect(texts(body).human_check_required).toBe(PAGE_TEXTS.ko.client.errors.human_check_required);
    expect(texts(plain.body)).not.toHaveProperty('human_check_required');
    // Nothing is loaded from it before the service asks, and the key comes with the answer that does.
    expect(body).not.toMatch(new RegExp(`(?:src|href)="[^"]*cloudflare|${SITE_KEY}`));
  });
});
