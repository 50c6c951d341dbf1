// The operators' tables: every reason once, in both languages, as Markdown.
import { describe, expect, it } from 'vitest';
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import { deliveryReasonsTable, deliveryReasonsTableInKorean } from '../../../bin/docs/delivery-reasons.ts';

describe.each([
  ['English', deliveryReasonsTable, '| reason | ends as | means | do |'],
  ['Korean', deliveryReasonsTableInKorean, '| 사유 | 상태 | 뜻 | 할 일 |'],
] as const)('the table in %s', (_language, make, head) => {
  const [first, rule, ...rows] = make().split('\n');

  it('has a row of four cells for each reason, in order', () => {
    expect([first, rule]).toEqual([head, '| --- | --- | --- | --- |']);
    expect(rows.map((row) => row.split('`')[1])).toEqual(Object.keys(DELIVERY_REASONS));
    for (const row of rows) expect(row).toMatch(/^\| `\w+` \| \w+ \| [^|]+ \| [^|]+ \|$/);
  });

  it('writes keys as code', () => {
    expect(make()).not.toContain('"');
    expect(rows.find((row) => row.includes('text_too_long'))).toContain('`sens.allowsLong`');
  });

  it('links to where the documents say more', () => {
    expect(rows.filter((row) => row.includes(']('))).toHaveLength(7);
    expect(rows.find((row) => row.includes('`reputation`'))).toMatch(/alarms(?:\.ko)?\.md#alarm-bounce-rate/);
  });
});

it('says of a reason how it ends, what it means and what to do', () => {
  expect(deliveryReasonsTable().split('\n')).toContain(
    '| `quota_exceeded` | queued | The 24-hour quota is used up | Request a higher quota, or wait |',
  );
  expect(deliveryReasonsTableInKorean().split('\n')).toContain(
    '| `quota_exceeded` | queued | 24시간 한도를 다 썼습니다 | 더 높은 한도를 요청하거나 기다리세요 |',
  );
});
