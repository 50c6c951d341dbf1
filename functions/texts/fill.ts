// Fills the placeholders of a sentence, such as `{code}`.

/** One pass only: a brand name with braces is not filled again. Throws if the sentence asks for an unknown value. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a text asks for an unknown value: ${whole}`);
    return value;
  });
