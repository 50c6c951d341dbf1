// Passwords that fingers make by walking over the keyboard, which attackers try early.

const ROWS: readonly string[] = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
];
const WALKS: readonly string[] = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
const STEP_MINIMUM = 3;
const WALK_MINIMUM = 6;

/** Whether the letters and digits are nothing but walks of 3 keys or more, as in `qwe123qwe!`. In lower case. */
export const isKeyboardWalk = (password: string): boolean => {
  const keys = password.replace(/[^\p{L}\p{N}]/gu, '');
  if (keys.length < WALK_MINIMUM) return false;
  let start = 0;
  while (start < keys.length) {
    const length = walkLength(keys, start);
    if (length < STEP_MINIMUM) return false;
    start += length;
  }
  return true;
};

const walkLength = (keys: string, start: number): number => {
  let length = 1;
  while (start + length < keys.length && isOnWalk(keys.slice(start, start + length + 1))) length++;
  return length;
};

const isOnWalk = (part: string): boolean => WALKS.some((walk) => walk.includes(part));
