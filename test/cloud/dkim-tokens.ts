// Tokens of DKIM for the emulator's identities, which have none.

export const dkimTokensOf = (domain: string): readonly { readonly name: string; readonly value: string }[] =>
  ['1', '2', '3'].map((number) => ({
    name: `token${number}._domainkey.${domain}`,
    value: `token${number}.dkim.amazonses.com`,
  }));

/**
 * AWS's identities have the three names and values of DKIM as attributes (`Fn::GetAtt`). MiniStack's lack them, and a stack
 * that reads one fails there, so the template gets fixed values. That SES makes and verifies them is not tested here.
 */
export const withDkimTokens =
  (domain: string) =>
  (template: string): string =>
    template.replace(
      /\{\s*"Fn::GetAtt":\s*\[\s*"MailSender[0-9A-F]{8}",\s*"DkimDNSToken(Name|Value)([123])"\s*\]\s*\}/g,
      (_reference, part, number) =>
        JSON.stringify(dkimTokensOf(domain)[Number(number) - 1]?.[part === 'Name' ? 'name' : 'value']),
    );
