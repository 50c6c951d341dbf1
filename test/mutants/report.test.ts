// What counts as noticed, and when an accepted survivor is no longer one.
import { describe, expect, it } from 'vitest';
import { type Accepted, judge, type Mutant, mutantsOf, roomOf } from './report.ts';

const aMutant = (status: string, change: Partial<Mutant> = {}): Mutant => ({
  file: 'functions/domain/a.ts',
  mutator: 'EqualityOperator',
  original: 'a > b',
  replacement: 'a >= b',
  line: 1,
  status,
  ...change,
});
const ENTRY: Accepted = {
  file: 'functions/domain/a.ts',
  mutator: 'EqualityOperator',
  original: 'a > b',
  replacement: 'a >= b',
  reason: 'a is never b',
};

describe('judge', () => {
  it('counts a mutant that no test reaches as one that no test notices', () => {
    const mutants = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map((status) => aMutant(status));
    expect(judge(mutants, [])).toMatchObject({ killed: 2, accepted: 0, score: 50 });
  });

  it('does not count what is accepted, one mutant for each entry', () => {
    const mutants = [aMutant('Killed'), aMutant('Survived'), aMutant('Survived')];
    expect(judge(mutants, [ENTRY])).toMatchObject({ killed: 1, accepted: 1, outdated: [], score: 50 });
    expect(judge(mutants, [ENTRY, ENTRY])).toMatchObject({ survivors: [], accepted: 2, outdated: [], score: 100 });
  });

  it.each([
    ['is noticed', aMutant('Killed')],
    ['is in another file', aMutant('Survived', { file: 'functions/domain/b.ts' })],
    ['is of another mutator', aMutant('Survived', { mutator: 'ConditionalExpression' })],
    ['changes another text', aMutant('Survived', { original: 'b > a' })],
    ['changes it to another text', aMutant('Survived', { replacement: 'a <= b' })],
  ])('finds an entry outdated whose mutant %s', (_name, mutant) => {
    expect(judge([mutant], [ENTRY])).toMatchObject({ accepted: 0, outdated: [ENTRY] });
  });

  it('keeps an entry whose mutant was only too slow this time', () => {
    expect(judge([aMutant('Timeout')], [ENTRY])).toMatchObject({ outdated: [], score: 100 });
  });

  it('has nothing to say where there is no mutant', () => {
    expect(judge([], []).score).toBe(100);
  });
});

describe('mutantsOf', () => {
  const location = { start: { line: 1, column: 5 }, end: { line: 3, column: 2 } };
  const report = (status: string) => ({
    files: {
      'functions/domain/a.ts': {
        source: 'try {\n  go();\n}\n',
        mutants: [{ mutatorName: 'BlockStatement', replacement: '{}', status, location }],
      },
    },
  });

  it('writes the original on one line', () => {
    expect(mutantsOf(report('Survived'))).toMatchObject([{ original: '{ go(); }', replacement: '{}', line: 1 }]);
  });

  it('leaves out what was never tried', () => {
    for (const status of ['Ignored', 'CompileError', 'RuntimeError']) expect(mutantsOf(report(status))).toEqual([]);
  });
});

it('the room of a file is the folder under its floor', () => {
  expect(roomOf('functions/domain/session/session.ts', 'functions/domain')).toBe('session');
  expect(roomOf('functions/domain/address.ts', 'functions/domain')).toBe('(flat)');
});
