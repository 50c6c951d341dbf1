// The parts of a deployment: its template, and the names of its resources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callAws } from './aws-calls.ts';
import type { Deployment } from './deploy.ts';
import type { MiniStack } from './ministack.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface WholeTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export const readWholeTemplate = ({ folder, stackName }: Deployment): WholeTemplate =>
  JSON.parse(readFileSync(join(folder, `${stackName}.template.json`), 'utf8'));

export const readTemplate = (deployment: Deployment): [string, Resource][] =>
  Object.entries(readWholeTemplate(deployment).Resources);

export const physicalNames = async (miniStack: MiniStack, { stackName }: Deployment): Promise<Map<string, string>> => {
  const body = new URLSearchParams({ Action: 'DescribeStackResources', Version: '2010-05-15', StackName: stackName });
  const xml = await callAws(miniStack, { service: 'cloudformation', body });
  const members = [...xml.matchAll(/<member>(.*?)<\/member>/gs)].map(([, member = '']) => member);
  const read = (member: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(member)?.[1] ?? '';
  return new Map(members.map((member) => [read(member, 'LogicalResourceId'), read(member, 'PhysicalResourceId')]));
};

/** The name of the only resource whose logical id is `prefix` and a hash. */
export const physicalName = async (miniStack: MiniStack, deployment: Deployment, prefix: string): Promise<string> => {
  const names = await physicalNames(miniStack, deployment);
  const [found, ...others] = [...names].filter(([id]) => id.replace(/[0-9A-F]{8}$/, '') === prefix);
  if (!found || others.length > 0) throw new Error(`the deployment has no resource or several of id ${prefix}`);
  return found[1];
};
