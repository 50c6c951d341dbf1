// Finds the admin API: that of a deployed stage, at an address of one's own, or of `npm start` on this machine.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { REGION, stackNameOf } from '../../lib/names.ts';
import { AWS_OPTIONS } from '../aws-options.ts';
import type { Words } from '../doctor/finding.ts';
import { notDeployed, readOutput } from '../doctor/stack.ts';
import { readStage } from '../read-stage.ts';
import { UserError } from '../user-error.ts';
import { credentialFault } from './faults/credential-fault.ts';
import { type Authorise, createSigner } from './signer.ts';

/** What the command line says of the place: `PLACE_OPTIONS`, as `parseArgs` reads them. */
export interface PlaceOptions {
  readonly local: boolean;
  /** Default: the stage that cdk.json names. */
  readonly stage?: string | undefined;
  /** In place of the address that the stack has, or of http://localhost:3000. */
  readonly url?: string | undefined;
  /** For `url`. Default: the region in the address, or that of the stages. */
  readonly region?: string | undefined;
}

export const PLACE_OPTIONS = {
  local: { type: 'boolean', default: false },
  stage: { type: 'string' },
  url: { type: 'string' },
  region: { type: 'string' },
} as const;

/** What is read besides. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** cdk.json */
  readonly configFile: string;
  readonly createClient: (region: string) => CloudFormationClient;
}

export const processSurroundings = (): Surroundings => ({
  environment: process.env,
  configFile: resolve('cdk.json'),
  createClient: (region) => new CloudFormationClient({ region, ...AWS_OPTIONS }),
});

export interface Place {
  readonly isLocal: boolean;
  /** Without "/" at its end. */
  readonly url: string;
  readonly name: Words;
  readonly authorise: Authorise;
}

/** @throws UserError for what is missing: the stack, credentials, the key of this machine. */
export const findPlace = async (options: PlaceOptions, surroundings: Surroundings): Promise<Place> => {
  const { local, stage, url, region } = options;
  const { configFile, createClient } = surroundings;
  if (local) return localPlace(options, surroundings.environment);
  if (url !== undefined) {
    if (stage !== undefined) throw tooMany('--url', '--stage');
    const address = readUrl(url);
    return signed(address, { ko: address, en: address }, createClient, region ?? regionIn(address) ?? REGION);
  }
  if (region !== undefined)
    throw new UserError({ ko: '--region은 --url과 함께 쓰세요.', en: '--region goes with --url.' });
  const named = readStage(configFile, stage).stage;
  const address = readUrl(await urlOf(createClient(REGION), named));
  return signed(
    address,
    { ko: `스테이지 ${named} (${address})`, en: `stage ${named} (${address})` },
    createClient,
    REGION,
  );
};

const signed = (url: string, name: Words, createClient: Surroundings['createClient'], region: string): Place => ({
  isLocal: false,
  url,
  name,
  authorise: createSigner(createClient(region), region),
});

const urlOf = async (client: CloudFormationClient, stage: string): Promise<string> => {
  let url: string | undefined;
  try {
    url = await readOutput(client, stackNameOf(stage), 'ApiUrl');
  } catch (error) {
    throw credentialFault(error);
  }
  if (url === undefined) throw notDeployed(stage);
  return url;
};

/** `https://<id>.execute-api.<region>.amazonaws.com` */
const regionIn = (url: string): string | undefined => /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1];

const readUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && !url.search && !url.hash && !url.username)
    return url.href.replace(/\/+$/, '');
  throw new UserError({
    ko: '--url은 https://auth.example.com 같은 주소여야 합니다.',
    en: '--url must be an address such as https://auth.example.com.',
  });
};

const tooMany = (one: string, other: string): UserError =>
  new UserError({
    ko: `${one}과(와) ${other}은(는) 함께 쓸 수 없습니다.`,
    en: `${one} and ${other} cannot be used together.`,
  });

const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

const localPlace = ({ stage, url, region }: PlaceOptions, environment: NodeJS.ProcessEnv): Place => {
  if (stage !== undefined) throw tooMany('--local', '--stage');
  if (region !== undefined) throw tooMany('--local', '--region');
  const address = readUrl(url ?? `http://localhost:${environment['PORT'] || '3000'}`);
  if (!LOOPBACK.test(address)) {
    throw new UserError({
      ko: '--local의 --url은 이 컴퓨터의 주소여야 합니다. 다른 곳이면 --local을 빼세요.',
      en: 'With --local, --url must be an address of this machine. Leave --local out for any other.',
    });
  }
  const key = readKey(join(resolve(environment['DATA_DIR'] || '.latchkey'), 'admin-key'));
  const authorise = async () => ({ 'content-type': 'application/json', 'x-admin-key': key });
  return {
    isLocal: true,
    url: address,
    name: { ko: `npm start (${address})`, en: `npm start (${address})` },
    authorise,
  };
};

const readKey = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      {
        ko: `${file}을(를) 읽지 못했습니다 (${code}): npm start를 한 번 실행하고, 데이터 폴더가 다르면 DATA_DIR를 같게 하세요.`,
        en: `${file} cannot be read (${code}): run npm start once, and set DATA_DIR if its data folder is another.`,
      },
      error,
    );
  }
};
