// What `npm run docs` writes between the marks, and what it refuses.
import { describe, expect, it } from 'vitest';
import { fillSections } from '../../bin/docs/fill-sections.ts';

const SECTIONS = { one: () => '| made |', money: () => '$1 $& $$' };
const fill = (text: string): string => fillSections('docs/a.md', text, SECTIONS);

describe('a generated section', () => {
  it('gets what is made for it, and nothing around it changes', () => {
    const text = 'before\n\n<!-- generated:one -->\nstale\n<!-- /generated -->\n\nafter\n';
    const filled = 'before\n\n<!-- generated:one -->\n\n| made |\n\n<!-- /generated -->\n\nafter\n';
    expect(fill(text)).toBe(filled);
    expect(fill(filled)).toBe(filled);
  });

  it('is filled wherever it is, with every character unchanged', () => {
    const text = '<!-- generated:money -->\n<!-- /generated -->\n<!-- generated:one -->\n<!-- /generated -->';
    expect(fill(text)).toBe(
      '<!-- generated:money -->\n\n$1 $& $$\n\n<!-- /generated -->\n<!-- generated:one -->\n\n| made |\n\n<!-- /generated -->',
    );
  });

  it('may be mentioned: marks only count at the beginning of a line', () => {
    const text = 'Between `<!-- generated:NAME -->` and `<!-- /generated -->`.\n';
    expect(fill(text)).toBe(text);
  });
});

describe('a document is refused, by its name,', () => {
  it.each([
    ['with a section that nothing makes', '<!-- generated:two -->\n<!-- /generated -->', '"two"'],
    ['with one named like a method of objects', '<!-- generated:toString -->\n<!-- /generated -->', '"toString"'],
    ['with a section that does not end', '<!-- generated:one -->\ntext\n', 'mark'],
    ['with an end alone', 'text\n<!-- /generated -->\n', 'mark'],
    [
      'with a section in a section',
      '<!-- generated:one -->\n<!-- generated:money -->\n<!-- /generated -->\n<!-- /generated -->',
      'mark',
    ],
  ])('%s', (_case, text, named) => {
    expect(() => fill(text)).toThrow('docs/a.md');
    expect(() => fill(text)).toThrow(named);
  });
});
