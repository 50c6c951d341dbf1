// How many functions may run at once. A new AWS account allows ten; above that people get 503.
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { ROUTES } from '#routes.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';

export interface ConcurrencyFacts {
  /** Runs at once, over all functions of the account in the region. */
  readonly limit: number;
  /** Kept for each function by the configuration. */
  readonly reserved: number | undefined;
  /** Kept for the courier, if it has a number of its own. */
  readonly ofCourier?: number | undefined;
  readonly functions: number;
}

/** AWS's default for an account that has been in use. */
const USUAL = 1000;
/** How much of the limit AWS keeps for functions without a reservation. */
const UNRESERVED = 100;
/** Besides the functions with routes: the courier, and the feedback function where SES sends. */
const BEHIND = { withSes: 2, withoutSes: 1 } as const;

/** Throws what the SDK throws. */
export const checkConcurrency = async ({ clients, config }: Context): Promise<Finding[]> => {
  const { AccountLimit } = await clients.lambda.send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions;
  if (limit === undefined) return [];
  const behind = config.usesSes ? BEHIND.withSes : BEHIND.withoutSes;
  const functions = new Set(Object.values(ROUTES).map((route) => route.function)).size + behind;
  const { reservedConcurrency: reserved, courierConcurrency: ofCourier } = config;
  return [judgeConcurrency({ limit, reserved, ofCourier, functions })];
};

export const judgeConcurrency = ({
  limit,
  reserved = 0,
  ofCourier = reserved,
  functions,
}: ConcurrencyFacts): Finding => {
  const what = { ko: `한 번에 ${limit}개까지 실행`, en: `${limit} functions may run at once` };
  const kept = reserved * (functions - 1) + ofCourier;
  if (kept > 0 && kept > limit - UNRESERVED) {
    return fault(
      'concurrency',
      {
        ko: `${what.ko}: 설정은 함수 ${functions}개에 모두 ${kept}개를 예약하므로 들어가지 않습니다.`,
        en: `${what.en}: the configuration keeps ${kept} for ${functions} functions, which does not fit.`,
      },
      {
        ko: 'cdk.json에서 reservedConcurrency와 courierConcurrency를 빼거나, Service Quotas에서 Lambda 한도를 올리세요.',
        en: 'Leave reservedConcurrency and courierConcurrency out of cdk.json, or raise the Lambda limit in Service Quotas.',
      },
    );
  }
  if (limit >= USUAL) return ok('concurrency', what);
  return note('concurrency', what, {
    ko: `첫 가입을 받기 전에 Service Quotas > Lambda > Concurrent executions를 ${USUAL}으로 올려 달라고 하세요 (무료). 한도가 10이면 네댓 명이 동시에 열어도 503이 나옵니다.`,
    en: `Before anybody signs up, request ${USUAL} in Service Quotas > Lambda > Concurrent executions; it is free. With 10, a few people at once get 503.`,
  });
};
