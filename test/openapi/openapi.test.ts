// docs/openapi.json by the rules of Redocly, and of Spectral with those of OWASP.
import { describe, expect, it } from 'vitest';
import { type Accepted, REDOCLY, SPECTRAL } from './accepted.ts';
import { type Finding, placeOf, stale, unexplained } from './judge.ts';
import { askRedocly, askSpectral, readDocument } from './tools.ts';

const LINTERS: readonly {
  readonly name: string;
  readonly ask: (document: object) => readonly Finding[];
  readonly accepted: readonly Accepted[];
  /** What it says of an operation that does not name its security, and of a text without a maximum. */
  readonly spoiled: readonly string[];
}[] = [
  { name: 'Redocly', ask: askRedocly, accepted: REDOCLY, spoiled: ['security-defined GET /me'] },
  {
    name: 'Spectral',
    ask: askSpectral,
    accepted: SPECTRAL,
    spoiled: [
      'owasp:api2:2023-read-restricted GET /me',
      'owasp:api4:2023-string-limit components schemas User properties id',
    ],
  },
];

describe.each(LINTERS)('$name', ({ ask, accepted, spoiled }) => {
  it('finds nothing that is not explained, and all that is', () => {
    const findings = ask(readDocument());
    expect(unexplained(accepted, findings)).toEqual([]);
    expect(stale(accepted, findings)).toEqual([]);
  });

  it('would find an operation without security, and a text without a maximum', () => {
    const document = readDocument();
    delete document.paths['/me'].get.security;
    delete document.components.schemas.User.properties.id.maxLength;
    expect(unexplained(accepted, ask(document))).toEqual(spoiled);
  });
});

describe('the judge', () => {
  const findings = [{ rule: 'a-rule', place: 'POST /signup responses 202' }];

  it('names places as routes are named', () => {
    expect(placeOf(['paths', '/signup', 'post', 'responses', '202'])).toBe('POST /signup responses 202');
    expect(placeOf(['components', 'schemas', 'User'])).toBe('components schemas User');
  });

  it('accepts what is below a place, and not what begins alike', () => {
    expect(unexplained([{ rule: 'a-rule', only: ['POST /signup'], reason: 'because' }], findings)).toEqual([]);
    expect(unexplained([{ rule: 'a-rule', only: ['POST /sign'], reason: 'because' }], findings)).toEqual([
      'a-rule POST /signup responses 202',
    ]);
  });

  it('names what is accepted and no longer found', () => {
    expect(stale([{ rule: 'a-rule', only: ['POST /signup', 'GET /me'], reason: 'because' }], findings)).toEqual([
      'a-rule GET /me',
    ]);
    expect(stale([{ rule: 'old-rule', reason: 'because' }], findings)).toEqual(['old-rule (anywhere)']);
  });
});
