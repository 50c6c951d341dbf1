// The tables of docs/cost.md.
import { table } from '../table.ts';
import { billOf, cognitoOf, SERVICES, totalOf } from './bill.ts';
import { STEPS, unitsOf } from './month.ts';
import { PRICES, PRICES_OF, type Price } from './prices.ts';

const SIGN_UPS = [0, 1000, 100_000, 1_000_000] as const;

const dollars = (usd: number): string => {
  if (usd === 0) return '0';
  return usd < 10 ? usd.toFixed(2) : Math.round(usd).toLocaleString('en-US');
};

const row = (name: string, of: (signUps: number) => number): string[] => [
  name,
  ...SIGN_UPS.map((signUps) => dollars(of(signUps))),
];

export const costTable = (): string => {
  const bills = new Map(SIGN_UPS.map((signUps) => [signUps as number, billOf(signUps, { hasAllowances: true })]));
  const billed = (signUps: number) => bills.get(signUps) ?? billOf(signUps, { hasAllowances: true });
  return table(
    ['sign-ups in the month', ...SIGN_UPS.map((signUps) => signUps.toLocaleString('en-US'))],
    [
      ...SERVICES.map((service) => row(service, (signUps) => billed(signUps)[service])),
      row('**total**', (signUps) => totalOf(billed(signUps))),
      row('without mails', (signUps) => totalOf(billed(signUps)) - billed(signUps).SES),
      row('as the second stage of an account', (signUps) => totalOf(billOf(signUps, { hasAllowances: false }))),
      row('Cognito Lite, with mails', (signUps) => cognitoOf(signUps).lite),
      row('Cognito Essentials, with mails', (signUps) => cognitoOf(signUps).essentials),
    ],
  );
};

export const costOperationsTable = (): string =>
  table(
    ['what a person does', 'times', 'reads', 'writes', 'signatures', 'milliseconds', 'function'],
    STEPS.map((step) => {
      const { reads, writes } = unitsOf(step.operations);
      const signatures = step.operations?.signatures ?? 0;
      return [step.what, step.times, reads, writes, signatures, step.milliseconds, `\`${step.function}\``].map(String);
    }),
  );

export const costPricesTable = (): string =>
  `Gone through on ${PRICES_OF}.\n\n${table(
    ['price', 'for', 'seen', ''],
    Object.values<Price>(PRICES).map(({ usd, per, page, seen, unsure }) => [
      `$${usd}`,
      `[${per}](${page})`,
      seen,
      unsure ? '**unsure**' : '',
    ]),
  )}`;
