// The hosts whose pages may show the widget: the service's own, those of the team that may call it, and those its mails lead to.
import type { Settings } from '#domain/settings.ts';

export const hostnamesOf = ({ issuer, allowedOrigins, clients }: Settings): ReadonlySet<string> =>
  new Set(
    [issuer, ...allowedOrigins, ...clients.flatMap(({ linkUrl = [] }) => linkUrl)].map((url) => new URL(url).hostname),
  );
