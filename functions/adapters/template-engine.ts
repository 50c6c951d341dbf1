// Compiles templates so that an absent value throws instead of printing nothing.
import Handlebars from 'handlebars';

export type Template = (values: object) => string;

interface EngineOptions {
  /** For HTML only: in plain text `&amp;` would break links. */
  readonly escapesHtml: boolean;
  /** The templates that others include, by name. */
  readonly partials?: Readonly<Record<string, string>>;
}

/** A partial keeps the escaping of the template that includes it first, so HTML and text need separate engines. */
export const createTemplateEngine = ({ escapesHtml, partials = {} }: EngineOptions): ((source: string) => Template) => {
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ ...partials });
  return (source) => handlebars.compile(source, { strict: true, noEscape: !escapesHtml });
};

const NOT_ONE_LINE = /[\p{Cc}\u2028\u2029]/u;

/** Returns the text. Throws if it contains a line break or another control character; `what` names the text in the error. */
export const requireOneLine = (text: string, what: string): string => {
  if (NOT_ONE_LINE.test(text)) throw new Error(`${what} is not one line.`);
  return text;
};
