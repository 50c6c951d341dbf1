// The table for people, in both languages, and the exit code of a set of findings.
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, fault, note, ok, unknown } from '../../../bin/doctor/finding.ts';
import { renderTable } from '../../../bin/doctor/render.ts';

const FINDINGS = [
  ok('account', { ko: '프로덕션입니다.', en: 'Out of the sandbox.' }),
  note('quota', { ko: '거의 다 씀', en: 'nearly used up' }, { ko: '더 신청하세요.', en: 'Ask for more.' }),
  fault('sender', { ko: '인증되지 않음', en: 'not verified' }, { ko: '링크를 여세요.', en: 'Open the link.' }),
  unknown('dns', 'ETIMEOUT'),
];

describe('the table', () => {
  it('marks each finding and gives the next step, in English', () => {
    expect(renderTable(FINDINGS, 'en')).toBe(
      [
        '✓ SES account   Out of the sandbox.',
        '! Quota         nearly used up',
        '                → Ask for more.',
        '✗ Sender        not verified',
        '                → Open the link.',
        '! DNS           could not be checked (ETIMEOUT)',
        '                → Check the permissions of your credentials and the network, then run this again.',
        '',
        '1 thing to do before it can send.',
        '',
      ].join('\n'),
    );
  });

  it('does so in Korean, with columns aligned for wide letters', () => {
    const lines = renderTable(FINDINGS, 'ko').split('\n');
    expect(lines.slice(0, 5)).toEqual([
      '✓ SES 계정     프로덕션입니다.',
      '! 발송 한도    거의 다 씀',
      '               → 더 신청하세요.',
      '✗ 보내는 주소  인증되지 않음',
      '               → 링크를 여세요.',
    ]);
    const starts = ['프로덕션', '거의', '인증되지'].map((word, index) => {
      const line = lines[index === 2 ? 3 : index] ?? '';
      return stringWidth(line.slice(0, line.indexOf(word)));
    });
    expect(new Set(starts)).toEqual(new Set([15]));
    expect(lines.at(-2)).toBe('보내기 전에 할 일이 1가지 있습니다.');
  });

  it('never calls good what could not be checked', () => {
    expect(renderTable([unknown('dns', 'ETIMEOUT')], 'en')).toMatch(/1 thing could not be checked\.\n$/);
    expect(renderTable([ok('dns', { ko: '', en: '' })], 'ko')).toMatch(/보낼 수 있습니다\.\n$/);
  });
});

describe('the exit code', () => {
  const [good, known, wrong, unseen] = FINDINGS;
  it.each([
    [[good], 0],
    [[good, known], 0],
    [[good, unseen], 2],
    [[unseen, wrong], 1],
    [[], 0],
  ])('of the findings is the worst that is certain', (findings, code) => {
    expect(exitCodeOf(findings.filter((finding) => finding !== undefined))).toBe(code);
  });
});
