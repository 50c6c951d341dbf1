// The team's theme as custom properties of CSS. They come after the pages' own style, so that they take precedence.
import type { Brand } from '#domain/brand.ts';
import { inkOn, isColor, isCornerRadius, isFontFamily } from '#domain/brand.ts';
import { buttonColorsOf } from '#domain/brand-colors.ts';

/** CSS keywords, which must not be quoted: a quoted name is the name of a font. */
const GENERIC_FAMILIES: ReadonlySet<string> = new Set([
  ...['system-ui', 'sans-serif', 'serif', 'monospace', 'cursive', 'fantasy'],
  ...['ui-sans-serif', 'ui-serif', 'ui-monospace', 'ui-rounded'],
]);
/** The logo has a fixed height, so that nothing moves when it has loaded. */
const LOGO_STYLE = '.logo{display:block;max-width:10rem;height:2rem;object-fit:contain;object-position:left}';
/** Most logos are made for white. One that has a picture for the dark needs none behind it. */
const LOGO_ON_WHITE =
  '@media (prefers-color-scheme:dark){.logo{box-sizing:content-box;padding:.25rem .5rem;border-radius:.25rem;background:#fff}}';
/** `--ground` of `base.css` on a phone, where the browser takes the colour over. */
const GROUNDS = { light: '#ffffff', dark: '#1b1e24' };

/** The colour of a page's background in each colour scheme, for the bars of the browser around it. */
export const groundsOf = ({ theme = {} }: Pick<Brand, 'theme'>): typeof GROUNDS => ({
  light: theme.background ?? GROUNDS.light,
  dark: theme.backgroundDark ?? GROUNDS.dark,
});

/** Throws for values that the settings should have refused: they could inject CSS. */
export const themeOf = ({ color, logoUrl, logoUrlDark, theme = {} }: Brand): string => {
  const { background, backgroundDark, cornerRadius, fontFamily } = theme;
  const button = buttonColorsOf(checked('color', color, isColor));
  const properties = [
    `--brand:${button.fill}`,
    `--on-brand:${button.text}`,
    `--under-brand:${button.text === '#ffffff' ? '#000000' : '#ffffff'}`,
    ...(cornerRadius === undefined ? [] : [`--radius:${checked('cornerRadius', cornerRadius, isCornerRadius)}px`]),
    ...(fontFamily === undefined ? [] : [`--font:${familiesOf(checked('fontFamily', fontFamily, isFontFamily))}`]),
  ];
  return [
    `:root{${properties.join(';')}}`,
    ...(background === undefined ? [] : [groundIn('light', checked('background', background, isColor))]),
    ...(backgroundDark === undefined ? [] : [groundIn('dark', checked('backgroundDark', backgroundDark, isColor))]),
    ...(logoUrl === undefined ? [] : [LOGO_STYLE, ...(logoUrlDark === undefined ? [LOGO_ON_WHITE] : [])]),
    '',
  ].join('\n');
};

const checked = <Value>(name: string, value: Value, isRight: (value: Value) => boolean): Value => {
  if (isRight(value)) return value;
  throw new Error(`the ${name} of the theme is wrong`);
};

/** Text directly on the background gets a colour readable on it; the card in the middle keeps its own. */
const groundIn = (scheme: 'light' | 'dark', ground: string): string => {
  const ink = inkOn(ground);
  return `@media (prefers-color-scheme:${scheme}){:root{--ground:${ground}}header,footer{--ink:${ink};--quiet:${ink};color:${ink}}}`;
};

const familiesOf = (names: string): string =>
  names
    .split(/, ?/)
    .map((name) => (GENERIC_FAMILIES.has(name) ? name : `"${name}"`))
    .join(',');
