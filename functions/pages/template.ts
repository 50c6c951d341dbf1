// Fills the templates of the pages. Values are escaped; markup is not.

const COMMENT = /<!--.*?-->\s*/gs;
const INDENTATION = /\n\s+/g;
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

export type Values = Readonly<Record<string, string>>;
const lookUp = (values: Values, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/**
 * `markup` is inserted as it is, `values` are escaped. One pass only: placeholders inside a value are not filled.
 * Comments and indentation in a template are for developers and are removed.
 */
export const fillTemplate = (template: string, markup: Values, values: Values): string =>
  template
    .replace(COMMENT, '')
    .replace(INDENTATION, '\n')
    .replace(PLACEHOLDER, (_whole, name: string) => {
      const given = lookUp(markup, name);
      if (given !== undefined) return given;
      const value = lookUp(values, name);
      if (value === undefined) throw new Error(`a page asks for an unknown value: ${name}`);
      return escapeHtml(value);
    });

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A JSON data block, which browsers do not execute. `<` is escaped, so that no text can end the block. */
export const dataBlock = (id: string, data: object): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
