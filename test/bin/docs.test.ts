// What `npm run docs` writes between the marks, and what it refuses.
import { describe, expect, it, vi } from 'vitest';
import { fillSections } from '../../bin/docs/fill-sections.ts';
import { synthesise } from '../../bin/docs/synthesise.ts';

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

describe('the template behind the tables', () => {
  it('is made without the warnings of a deployment', () => {
    const written = [vi.spyOn(console, 'error'), vi.spyOn(process.stderr, 'write')];
    synthesise('production', { brandName: 'Quiet' });
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
