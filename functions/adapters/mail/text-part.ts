// Lays out the plain-text part of a mail: paragraphs of lines that fit every window, each link on a line of its own.

/** RFC 5322, 2.1.1, asks for at most 78 columns. */
const COLUMNS = 72;
/** Korean, Japanese and Chinese letters take two columns. */
const WIDE = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;

const columnsOf = (word: string): number => [...word].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);

const wrap = (paragraph: string): string => paragraph.split('\n').map(wrapLine).join('\n');

/** Breaks a line at its spaces. A longer word, such as a link, stays whole. */
const wrapLine = (line: string): string => {
  const lines: string[] = [];
  let room = 0;
  for (const word of line.split(' ')) {
    const needed = columnsOf(word) + 1;
    if (room < needed) {
      lines.push(word);
      room = COLUMNS + 1 - needed;
    } else {
      lines[lines.length - 1] += ` ${word}`;
      room -= needed;
    }
  }
  return lines.join('\n');
};

/** The footer follows `--`, so that programs take it for a signature. */
export const textPart = (paragraphs: readonly string[], footer: readonly string[]): string =>
  [...paragraphs.map(wrap), `--\n${footer.map(wrap).join('\n')}`].join('\n\n').concat('\n');
