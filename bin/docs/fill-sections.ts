// Writes the generated parts of a Markdown document: those between `<!-- generated:NAME -->` and `<!-- /generated -->`.

/** What makes each section, by its name. */
export type Sections = Readonly<Record<string, () => string>>;

const SECTION = /^<!-- generated:([\w-]+) -->\n(.*?)^<!-- \/generated -->$/gms;
const MARK = /^<!-- (generated:|\/generated)/m;

/** The document with new sections. @throws Error for a name without a maker, and for an opening or closing mark without the other. */
export const fillSections = (document: string, text: string, sections: Sections): string => {
  const rest = text.replaceAll(SECTION, (_section, _name, content: string) => content);
  if (MARK.test(rest))
    throw new Error(`${document} has an opening or closing mark of a generated section without the other`);
  return text.replaceAll(SECTION, (_section, name: string) => {
    const make = Object.hasOwn(sections, name) ? sections[name] : undefined;
    if (!make) throw new Error(`${document} asks for "${name}", which bin/docs/sections.ts does not make`);
    return `<!-- generated:${name} -->\n\n${make()}\n\n<!-- /generated -->`;
  });
};
