// The gaps of mail programs that stay, each with its reason.
import type { Program } from './unsupported.ts';

export interface Accepted {
  readonly feature: string;
  readonly in: readonly Program[];
  readonly reason: string;
}

const WINDOWS: readonly Program[] = ['Outlook for Windows'];
const GMAIL: readonly Program[] = ['Gmail', 'Gmail app'];
const MANY: readonly Program[] = [...GMAIL, 'Outlook', ...WINDOWS];
const ALL: readonly Program[] = [...MANY, 'Apple Mail', 'Samsung Email'];

export const ACCEPTED: readonly Accepted[] = [
  // Colours in the dark.
  {
    feature: '@media (prefers-color-scheme)',
    in: [...GMAIL, ...WINDOWS],
    reason: 'They change the colours themselves. The gradient behind the logo keeps its ground white in Gmail.',
  },
  {
    feature: 'color-scheme CSS property',
    in: MANY,
    reason: 'It tells Apple Mail and Samsung Email that the mail has a dark look of its own.',
  },
  { feature: 'color-scheme meta tag', in: ALL, reason: 'It is for Apple Mail on a Mac alone.' },
  {
    feature: 'linear-gradient()',
    in: ['Gmail app', 'Outlook', ...WINDOWS, 'Samsung Email'],
    reason: 'Gmail on Android takes it in `background`, as it stands here; the others have the white before it.',
  },
  { feature: 'background', in: WINDOWS, reason: '`background-color` stands before it.' },
  // The style sheet.
  { feature: '<style> element', in: [...GMAIL, ...WINDOWS], reason: 'Every class has its style inline, too.' },
  {
    feature: '@media',
    in: [...MANY, 'Samsung Email'],
    reason: 'Without it the padding is that of a phone, and the button is as wide as its label.',
  },
  {
    feature: '!important keyword',
    in: [...GMAIL, ...WINDOWS],
    reason: 'Written as all of them take it: in lower case, after a space, and never inline.',
  },
  {
    feature: 'Attribute selector',
    in: MANY,
    reason: 'For Apple Mail alone, which makes blue links of dates and numbers.',
  },
  { feature: 'Type selector', in: ['Gmail app'], reason: 'For Outlook for Windows alone.' },
  // Long words.
  {
    feature: 'overflow-wrap',
    in: [...MANY, 'Apple Mail'],
    reason: '`word-wrap`, its old name, stands before it, and the tables have a fixed layout.',
  },
  {
    feature: 'word-wrap',
    in: MANY,
    reason: 'Gmail breaks long words anyway, and Windows is no phone: its table is 600 px wide.',
  },
  {
    feature: 'word-break',
    in: ['Apple Mail', 'Gmail app', 'Outlook', 'Samsung Email'],
    reason: 'Where `keep-all` is not taken, a Korean line may end inside a word.',
  },
  { feature: 'text-wrap', in: MANY, reason: 'Where it is not taken, the last line may be short.' },
  // Layout.
  {
    feature: 'table-layout',
    in: ['Outlook', ...WINDOWS],
    reason: 'On a Mac every table is fixed already; on Windows the table around it has its width.',
  },
  { feature: 'max-width', in: WINDOWS, reason: 'It works on tables. The width of a logo follows from its height.' },
  { feature: 'max-height property', in: WINDOWS, reason: 'The attribute `height` stands beside it.' },
  { feature: 'height property', in: WINDOWS, reason: 'On cells and pictures, where it works.' },
  { feature: 'width property', in: WINDOWS, reason: 'The attribute `width` stands beside it on tables.' },
  { feature: 'height attribute', in: WINDOWS, reason: 'In pixels, not in percent.' },
  { feature: 'width attribute', in: WINDOWS, reason: 'In percent on tables only, where it works.' },
  {
    feature: 'padding',
    in: WINDOWS,
    reason: 'On cells it works; that of the button is given as `mso-padding-alt`. The logo needs none there.',
  },
  {
    feature: 'margin',
    in: MANY,
    reason: 'No margin is negative or automatic, and none stands on a ground of its own.',
  },
  { feature: 'border', in: WINDOWS, reason: 'No border is wider than 4 px, and all stand on tables and cells.' },
  { feature: 'border-radius', in: WINDOWS, reason: 'Corners are square there.' },
  {
    feature: 'align attribute',
    in: ['Outlook'],
    reason: 'Tables have none or `center`; left and right stand on cells.',
  },
  {
    feature: 'display',
    in: ['Gmail app', ...WINDOWS],
    reason: 'No flex and no grid. What is a block elsewhere is in line there, which looks the same.',
  },
  {
    feature: 'display:none',
    in: WINDOWS,
    reason: 'The preview line has `mso-hide`, too, and the dark logo stands in a comment that Outlook skips.',
  },
  {
    feature: 'overflow',
    in: ALL,
    reason: 'One of several ways to hide the preview line. `overflow-block` and scrolling are not used.',
  },
  { feature: 'opacity', in: WINDOWS, reason: 'One of several ways to hide the preview line.' },
  // Text.
  {
    feature: '<body> element',
    in: [...GMAIL, 'Outlook'],
    reason: 'The table and the block inside it have its ground and its language again.',
  },
  { feature: 'dir attribute', in: WINDOWS, reason: 'Not on links, and only `ltr`.' },
  { feature: 'font-size', in: [...WINDOWS, 'Samsung Email'], reason: 'In pixels only.' },
  { feature: 'font-weight', in: WINDOWS, reason: '700 only, which is bold.' },
  { feature: 'letter-spacing', in: WINDOWS, reason: 'Positive and in pixels.' },
  { feature: 'line-height', in: WINDOWS, reason: '`mso-line-height-rule` stands in its style sheet.' },
  {
    feature: 'text-decoration',
    in: ['Gmail app', ...WINDOWS],
    reason: 'One value: `none`, on the label of the button.',
  },
  { feature: 'text-indent', in: GMAIL, reason: 'Positive.' },
  {
    feature: 'user-select',
    in: [...MANY, 'Apple Mail'],
    reason: 'Where it is not taken, a code is selected as other text is.',
  },
];
