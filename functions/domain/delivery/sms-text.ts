// Measures an sms as carriers do, in EUC-KR bytes, and decides whether it is sent as SMS, as LMS or not at all. It is never cut.
import type { OutgoingSms } from '../ports/delivery.ts';

/**
 * The limits of SENS. It cuts longer messages instead of refusing them, so they must not reach it.
 * https://api.ncloud-docs.com/docs/sens-sms-send
 */
export const SMS_BYTES = 90;
const LMS_BYTES = 2000;

export interface FittedSms {
  readonly type: 'SMS' | 'LMS';
  readonly content: string;
}

/**
 * With the last line a browser fills in the code (https://wicg.github.io/sms-one-time-codes/), but an SMS without it is
 * cheaper than an LMS with it. It follows one line break, because a blank line would cost one byte more.
 * `undefined`: too long, or a character that EUC-KR does not have.
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

/**
 * ASCII counts 1, hangul and the rest of EUC-KR 2; `undefined` for a character EUC-KR does not have: emoji, but also `é`
 * and `€`.
 */
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

/** Names typed on a Mac may be decomposed (ㅎ+ㅏ+ㄴ); carriers only know composed syllables. */
const composeHangul = (text: string): string =>
  text.replaceAll(/[\u1100-\u11ff]+/g, (letters) => letters.normalize('NFC'));

let table: ReadonlySet<string> | undefined;
const twoByteCharacters = (): ReadonlySet<string> => {
  table ??= readTable();
  return table;
};

/**
 * The 8,224 characters of KS X 1001, from Node's own decoder. The 8,822 rarer syllables (뷁) that only Windows-949 has are
 * left out: SENS documents EUC-KR, whose strict encoders turn them into `?`. A refused name can be corrected, but nobody
 * notices a name that arrives as `?`. Rows and cells below 0xA1, which some decoders fill, and the user-defined rows, 0xC9
 * and 0xFE, are also left out.
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
