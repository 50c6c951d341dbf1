// A code that a person mistypes or a stranger guesses.

/** A code of as many digits that is not `code`; another one for each `offset`. */
export const wrongCode = (code: string, offset = 1): string =>
  String((Number(code) + offset) % 10 ** code.length).padStart(code.length, '0');
