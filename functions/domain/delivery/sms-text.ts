// How long a text is where carriers count its bytes in EUC-KR, and as what it goes: SMS, LMS, or not at all. Never cut.
import type { OutgoingSms } from '../ports.ts';

/**
 * What SENS takes; it sends longer texts too, without their end, so nothing longer may reach it.
 * https://api.ncloud-docs.com/docs/sens-sms-send
 */
const SMS_BYTES = 90;
const LMS_BYTES = 2000;

export interface FittedSms {
  readonly type: 'SMS' | 'LMS';
  readonly content: string;
}

/**
 * The code fills itself in by the last line (https://wicg.github.io/sms-one-time-codes/), but an SMS without it is
 * cheaper than an LMS with it. One line end before it: a blank line would cost a byte more.
 * `undefined`: too long, or with a character that such a text cannot carry.
 */
export const fitSms = (
  { body, lastLine }: Pick<OutgoingSms, 'body' | 'lastLine'>,
  { allowsLong }: { readonly allowsLong: boolean },
): FittedSms | undefined => {
  const alone = composeHangul(body);
  const whole = `${alone}\n${lastLine}`;
  if (fits(whole, SMS_BYTES)) return { type: 'SMS', content: whole };
  if (fits(alone, SMS_BYTES)) return { type: 'SMS', content: alone };
  return allowsLong && fits(whole, LMS_BYTES) ? { type: 'LMS', content: whole } : undefined;
};

/** ASCII counts 1, hangul and the rest of EUC-KR 2; `undefined` for what it does not have: emoji, but also `é` and `€`. */
export const eucKrBytes = (text: string): number | undefined => {
  let bytes = 0;
  for (const character of text) {
    const isOne = character === '\n' || (character >= ' ' && character <= '~');
    if (!isOne && !twoByteCharacters().has(character)) return undefined;
    bytes += isOne ? 1 : 2;
  }
  return bytes;
};

const fits = (text: string, bytes: number): boolean => (eucKrBytes(text) ?? Number.POSITIVE_INFINITY) <= bytes;

/** Names typed on a Mac may come as letters (ㅎ+ㅏ+ㄴ); carriers know whole syllables alone. */
const composeHangul = (text: string): string =>
  text.replaceAll(/[\u1100-\u11ff]+/g, (letters) => letters.normalize('NFC'));

let table: ReadonlySet<string> | undefined;
const twoByteCharacters = (): ReadonlySet<string> => {
  table ??= readTable();
  return table;
};

/**
 * The 8,224 characters of KS X 1001, as Node's own decoder knows them. Not the 8,822 rarer syllables (뷁) that only
 * Windows-949 has: SENS documents EUC-KR, whose strict encoders turn them into `?`, and a name refused before it is
 * sent can be mended while one that arrives as `?` is not seen. So rows and cells below 0xA1 are left out, which some
 * decoders fill, and so are the rows that users define, 0xC9 and 0xFE.
 */
const readTable = (): ReadonlySet<string> => {
  const decoder = new TextDecoder('euc-kr');
  const characters = new Set<string>();
  for (let row = 0xa1; row <= 0xfd; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const character = decoder.decode(Uint8Array.of(row, cell));
      if (!/[\ufffd\ue000-\uf8ff]/.test(character)) characters.add(character);
    }
  }
  return characters;
};
