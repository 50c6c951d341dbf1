// A real `cdk bootstrap` and `cdk deploy` of the app, as an operator runs them, into MiniStack.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ACCOUNT, type MiniStack, REGION } from './ministack.ts';

const ROOT = join(import.meta.dirname, '../..');
const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
const QUIET = ['--no-notices', '--ci', '--no-color'];
const OFFLINE = { CDK_DISABLE_CLI_TELEMETRY: 'true', npm_config_offline: 'true', npm_config_update_notifier: 'false' };
const DEPLOY_WITHIN_MILLISECONDS = 240_000;

export interface Deployment {
  readonly stackName: string;
  readonly apiId: string;
  /** As the stack's output tells it: on AWS the public address. */
  readonly apiUrl: string;
  /** The folder with the synthesised templates. */
  readonly folder: string;
}

export interface DeployOptions {
  /** Default: `sandbox`. One that the project's own cdk.json does not have consists of the overrides alone. */
  readonly stage?: string;
  /** The other stages of cdk.json: they are not deployed. Default: none. */
  readonly others?: Readonly<Record<string, object>>;
  /** Changes the template's text between synth and deploy, only where MiniStack cannot process it. */
  readonly amend?: (template: string) => string;
}

export interface Cdk {
  bootstrap(): Promise<void>;
  /** `overrides` replace keys of the project's own stage. */
  deploy(overrides: Readonly<Record<string, unknown>>, options?: DeployOptions): Promise<Deployment>;
  /** The same in two steps: synthesises now, and deploys when the answer is called. */
  prepare(overrides: Readonly<Record<string, unknown>>, options?: DeployOptions): Promise<() => Promise<Deployment>>;
  /** Fails when what is deployed differs from what the last deployment's configuration gives now. */
  expectNoDifference(): Promise<void>;
}

/** `folder` takes what the commands write; the project's own cdk.out stays as it is. `root`: another checkout of the project. */
export const createCdk = (miniStack: MiniStack, folder: string, root = ROOT): Cdk => {
  const project = join(folder, 'app');
  const home = join(folder, 'home');
  const output = join(folder, 'cdk.out');
  for (const path of [project, home]) mkdirSync(path, { recursive: true });
  const run = async (cwd: string, args: readonly string[]) => {
    const env = { ...miniStack.environment, ...OFFLINE, HOME: home };
    const options = { cwd, env, timeout: DEPLOY_WITHIN_MILLISECONDS, maxBuffer: 64 * 1024 * 1024 };
    await promisify(execFile)(process.execPath, [CDK, ...args, ...QUIET], options).catch((error) => {
      throw new Error(`cdk ${args[0]} failed:\n${`${error.stdout}${error.stderr}`.slice(-6000)}`, { cause: error });
    });
  };
  const configureStage = (overrides: Readonly<Record<string, unknown>>, options: DeployOptions) =>
    writeFileSync(join(project, 'cdk.json'), JSON.stringify(configure(root, overrides, options)));
  /** `source` says where the synthesised app goes, or is. */
  const runDeploy = async (source: readonly string[]): Promise<Deployment> => {
    const outputs = join(folder, 'outputs.json');
    const method = ['--method=direct', '--require-approval', 'never', '--outputs-file', outputs];
    await run(project, ['deploy', '--all', ...method, ...source]);
    return { ...readOutputs(outputs), folder: output };
  };
  const prepare: Cdk['prepare'] = async (overrides, options = {}) => {
    const { stage = 'sandbox', amend } = options;
    configureStage(overrides, options);
    await run(project, ['synth', '--all', '--quiet', '-o', output]);
    if (amend) {
      const template = join(output, `Latchkey-${stage}.template.json`);
      writeFileSync(template, amend(readFileSync(template, 'utf8')));
    }
    return () => runDeploy(['--app', output]);
  };
  return {
    prepare,
    // In a folder without an app: there is nothing to synthesise for it.
    bootstrap: () => run(home, ['bootstrap', `aws://${ACCOUNT}/${REGION}`]),
    deploy: async (overrides, options = {}) => {
      if (options.amend) return (await prepare(overrides, options))();
      configureStage(overrides, options);
      return runDeploy(['-o', output]);
    },
    expectNoDifference: () => run(project, ['diff', '--all', '--fail', '--method=template', '-o', output]),
  };
};

/** The project's own cdk.json, with an absolute path to the app, and one of its stages, some of its keys replaced. */
const configure = (
  root: string,
  overrides: Readonly<Record<string, unknown>>,
  { stage = 'sandbox', others = {} }: DeployOptions,
) => {
  const own = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const isStage = (value: unknown) => typeof value === 'object' && !Array.isArray(value);
  const flags = Object.fromEntries(Object.entries(own.context).filter(([, value]) => !isStage(value)));
  const keys = { ...own.context[stage], ...overrides };
  return { ...own, app: `cd '${root}' && ${own.app}`, context: { ...flags, ...others, stage, [stage]: keys } };
};

const readOutputs = (file: string): Omit<Deployment, 'folder'> => {
  const stacks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  for (const [stackName, { ApiId: apiId, ApiUrl: apiUrl }] of Object.entries(stacks)) {
    if (apiId !== undefined && apiUrl !== undefined) return { stackName, apiId, apiUrl };
  }
  throw new Error('no stack has the outputs ApiId and ApiUrl');
};
