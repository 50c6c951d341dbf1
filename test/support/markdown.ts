// Reads the anchors and links of the project's documents as GitHub shows them.
import { readFileSync } from 'node:fs';

export const ROOT = new URL('../../', import.meta.url);

/** A document by its path from the root of the repository, such as `docs/alarms.md`. */
export const documentAt = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const withoutCodeBlocks = (text: string): string => text.replaceAll(/^( *)```.*?^\1```$/gms, '');

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

export const codeBlocksOf = (text: string): readonly CodeBlock[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({ language, code }));

/** The anchor that GitHub gives a heading: https://github.com/gjtorikian/html-pipeline (`table_of_contents_filter.rb`). */
const slugOf = (heading: string): string =>
  heading
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation} -]/gu, '')
    .replaceAll(' ', '-');

/** The anchors of a document in order: headings and `<a id="…">`. */
export const anchorsOf = (text: string): readonly string[] => {
  const seen = new Map<string, number>();
  return [...withoutCodeBlocks(text).matchAll(/^#{1,6} (?<heading>.*)$|<a id="(?<id>[^"]*)">/gm)].map(({ groups }) => {
    if (groups?.['id'] !== undefined) return groups['id'];
    const slug = slugOf(groups?.['heading'] ?? '');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
};

/** The targets of links and pictures inside the repository. */
export const relativeLinksOf = (text: string): readonly string[] =>
  [
    ...withoutCodeBlocks(text)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(<?([^)>\s]+)>?\)|(?:src|href|srcset)="([^"]+)"/g),
  ]
    .map(([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
