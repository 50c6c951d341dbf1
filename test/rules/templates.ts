// The templates that the rules judge: both stages as committed, and two with what a configuration can add.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readableId, STAGES, synthesise } from '../support/stack/stack.ts';
import { TRANSPORTS } from '../support/transport-keys.ts';
import type { Finding } from './judge.ts';

const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const certificateArn = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';

type TemplateJson = ReturnType<ReturnType<typeof synthesise>['toJSON']>;

const TEMPLATES = new Map<string, TemplateJson>([
  ...STAGES.map((stage) => [stage, synthesise(stage).toJSON()] as const),
  [
    'everything',
    synthesise('production', {
      ...TRANSPORTS.all,
      hostedZone,
      apiDomain: { name: 'auth.example.com', certificateArn, hostedZone },
      otp: 'public',
      warm: { provisioned: 1 },
      firstDeployment: undefined,
    }).toJSON(),
  ],
  ['scheduled', synthesise('sandbox', { warm: { everyMinutes: 5 } }).toJSON()],
]);

/** Writes the templates into a folder for one test. */
export const writeTemplates = (): { readonly folder: string; readonly files: readonly string[] } =>
  write([...TEMPLATES]);

/** The sandbox's, with other properties of one resource, which the rules must find. */
export const writeSpoiled = (resource: string, properties: Readonly<Record<string, unknown>>) => {
  const template = structuredClone(TEMPLATES.get('sandbox') ?? {});
  const [found] = Object.entries<TemplateJson>(template['Resources']).filter(([id]) => readableId(id) === resource);
  Object.assign(found?.[1]['Properties'], properties);
  return write([['sandbox', template]]);
};

const write = (templates: readonly (readonly [string, TemplateJson])[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = templates.map(([name, template]) => {
    const file = join(folder, `${name}.json`);
    // Checkov counts lines to find a resource.
    writeFileSync(file, JSON.stringify(template, null, 1));
    return file;
  });
  return { folder, files };
};

/** `id`: the logical id of a resource in the template of `file`. */
export const findingOf = (rule: string, file: string, id: string): Finding => {
  const type = TEMPLATES.get(basename(file, '.json'))?.['Resources'][id]?.Type;
  return { rule, type: String(type), resource: readableId(id) };
};
