// Compiles templates so that an absent value throws instead of printing nothing.
import Handlebars from 'handlebars';

export type Template = (values: object) => string;

interface EngineOptions {
  /** Only in HTML: in plain text `&amp;` would break links. */
  readonly escapesHtml: boolean;
  /** Templates that others call, by name. */
  readonly partials?: Readonly<Record<string, string>>;
}

/** A partial keeps the escaping of the template that called it first, so HTML and text each need an engine of their own. */
export const createTemplateEngine = ({ escapesHtml, partials = {} }: EngineOptions): ((source: string) => Template) => {
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ ...partials });
  handlebars.registerHelper('plural', (count: number, one: string, many: string) => (count === 1 ? one : many));
  return (source) => handlebars.compile(source, { strict: true, noEscape: !escapesHtml });
};

const NOT_ONE_LINE = /[\p{Cc}\u2028\u2029]/u;

/** Gives the text back, or throws when it has a line end or another control character. `what` names it in the error. */
export const requireOneLine = (text: string, what: string): string => {
  if (NOT_ONE_LINE.test(text)) throw new Error(`${what} is not one line.`);
  return text;
};
