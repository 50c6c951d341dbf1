// Every page in both languages is valid HTML, by a validator that needs no network.
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../functions/domain/locale.ts';
import { PAGE_NAMES } from '../../functions/texts/page-texts.ts';
import { useLocalService } from '../support/local/local-service.ts';

const service = useLocalService();

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // A matter of taste: both are the same doctype.
    'doctype-style': 'off',
    // It takes `autocapitalize`, an attribute of any element, for one of some inputs.
    'input-attributes': 'off',
    // A link may wait, hidden, for its text; axe-core judges what is shown.
    'wcag/h30': 'off',
  },
});
const faultsOf = async (html: string): Promise<string[]> => {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`),
  );
};

describe.each(LOCALES)('in %s', (locale) => {
  it.each(PAGE_NAMES)('the /%s page is valid', async (name) => {
    const { status, text } = await service.get(`/${name}?lang=${locale}`);
    expect(status).toBe(200);
    expect(await faultsOf(text)).toEqual([]);
  });
});

it('invalid markup is found', async () => {
  expect((await faultsOf('<!doctype html><html lang="ko"><title>x</title><p><div>x</div></p>')).join()).toContain('p');
});
