// The recipient domains that the log may name: those of big providers, which say nothing about a person. All others are one word.
import { domainOf } from './reputation.ts';

const NAMED: ReadonlySet<string> = new Set([
  ...['naver.com', 'daum.net', 'hanmail.net', 'kakao.com', 'nate.com'],
  ...['gmail.com', 'icloud.com', 'privaterelay.appleid.com'],
  ...['outlook.com', 'hotmail.com', 'live.com', 'outlook.kr', 'yahoo.com', 'yahoo.co.jp'],
]);

export const providerOf = (address: string): string => {
  const domain = domainOf(address);
  return NAMED.has(domain) ? domain : 'other';
};
