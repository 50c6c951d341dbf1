// The team's own function for claims on AWS. Most stages have none, so what asks it is loaded with the first token.
import type { ClaimsFunction } from '#domain/ports/tokens.ts';
import type { Settings } from '#domain/settings.ts';

export const deployedClaimsFunction = ({ claims }: Settings): ClaimsFunction | undefined => {
  const functionArn = claims?.functionArn;
  if (functionArn === undefined) return undefined;
  let loading: Promise<ClaimsFunction> | undefined;
  const load = async () => (await import('./lambda.ts')).lambdaClaims(functionArn);
  return {
    ask: async (request) => {
      loading ??= load();
      return (await loading).ask(request);
    },
  };
};
