// How mail programs show the same mail.

/**
 * `dark`: uses our dark colours (Apple Mail, Samsung). `inverted`: inverts colours by itself (the Gmail app on iOS), here only
 * approximately; pictures, and the gradient behind the logo, stay. `bare`: drops the style sheet and all classes (Naver Mail,
 * Gmail with an account of another provider).
 */
export const THEMES = ['light', 'dark', 'inverted', 'bare'] as const;
export type Theme = (typeof THEMES)[number];

const DARK_QUERY = /@media \(prefers-color-scheme: dark\)/g;
const BOTH_SCHEMES = /(<meta name="(?:supported-)?color-schemes?" content=")light dark(">)/g;
const STYLES = /<style>.*?<\/style>\s*/gs;
const OUTLOOK_ONLY = /<!--\[if mso\]>.*?<!\[endif\]-->\s*/gs;

const INVERTED = 'filter: invert(1) hue-rotate(180deg);';

/** The mail as if the reader's program had that theme, whatever the theme of this machine. */
export const inTheme = (html: string, theme: Theme): string => {
  const shown = html.replace(OUTLOOK_ONLY, '');
  if (theme === 'bare')
    return withScheme(shown, 'light')
      .replace(STYLES, '')
      .replace(/ class="[^"]*"/g, '');
  if (theme === 'dark') return withScheme(shown, 'dark').replace(DARK_QUERY, '@media all');
  const light = withScheme(shown, 'light').replace(DARK_QUERY, '@media not all');
  if (theme === 'light') return light;
  return light.replace(
    '</head>',
    `<style>html { ${INVERTED} background: #fff; } .plate { ${INVERTED} }</style></head>`,
  );
};

const withScheme = (html: string, scheme: 'light' | 'dark'): string =>
  html
    .replace(BOTH_SCHEMES, `$1${scheme}$2`)
    .replace(/color-scheme: light dark; supported-color-schemes: light dark;/, `color-scheme: ${scheme};`);
