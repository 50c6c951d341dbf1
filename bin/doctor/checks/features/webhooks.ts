// Whether the secret of each endpoint of webhooks can be read, and is one. Nothing is posted: an endpoint should see events alone.
import { WebhookSecret } from '#schemas/events/webhooks.ts';
import type { Context } from '../../context.ts';
import { type Finding, ok } from '../../finding.ts';
import { readSecret } from '../../secret.ts';

export const checkWebhooks = async ({ config: { webhooks = [] }, clients }: Context): Promise<Finding[]> =>
  Promise.all(
    webhooks.map(async ({ name, secretArn: arn }) => {
      const key = `webhooks.${name}.secretArn` as const;
      const form = '{"secrets": ["whsec_…"]}';
      const read = await readSecret({
        client: clients.secrets,
        arn,
        schema: WebhookSecret,
        check: 'webhooks',
        key,
        form,
      });
      return read.ok ? judgeSecrets(name, read.secret.secrets.length) : read.finding;
    }),
  );

/** `count`: two while the secret is changed. */
const judgeSecrets = (name: string, count: number): Finding =>
  count === 1
    ? ok('webhooks', { ko: `${name}: 시크릿을 읽을 수 있음`, en: `${name}: the secret can be read` })
    : ok('webhooks', {
        ko: `${name}: 시크릿 두 개로 서명 중 (바꾸기가 끝나면 옛 시크릿을 빼세요)`,
        en: `${name}: two secrets sign (remove the old one when its change is over)`,
      });
