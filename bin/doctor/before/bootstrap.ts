// Whether the account is prepared for the CDK in this region, and recently enough.
import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import { REGION } from '../../../lib/names.ts';
import type { Context } from '../context.ts';
import { type Finding, fault, ok } from '../finding.ts';

/** Of the CDK's default qualifier: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';
/** What the rule `CheckBootstrapVersion` of the template asks for. */
export const NEEDED_VERSION = 6;

/** Throws what the SDK throws. */
export const checkBootstrap = async ({ clients }: Context): Promise<Finding[]> => {
  try {
    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_VERSION }));
    return [judgeBootstrap(Number(Parameter?.Value))];
  } catch (error) {
    if (error instanceof ParameterNotFound) return [judgeBootstrap(undefined)];
    throw error;
  }
};

const NEXT = {
  ko: '계정을 준비하세요: npx cdk bootstrap',
  en: 'Prepare the account: npx cdk bootstrap',
};

/** `undefined`: it was never done. */
export const judgeBootstrap = (version: number | undefined): Finding => {
  if (version === undefined) {
    const what = { ko: `${REGION}에 CDK 부트스트랩이 없음`, en: `${REGION} is not prepared for the CDK` };
    return fault('bootstrap', what, NEXT);
  }
  const what = { ko: `버전 ${version}`, en: `version ${version}` };
  if (version >= NEEDED_VERSION) return ok('bootstrap', what);
  const older = {
    ko: `${what.ko}: 버전 ${NEEDED_VERSION} 이상이어야 함`,
    en: `${what.en}, older than ${NEEDED_VERSION}`,
  };
  return fault('bootstrap', older, NEXT);
};
