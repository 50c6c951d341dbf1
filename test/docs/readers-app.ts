// What the code of the guides takes for granted: the reader's own app. A guide may declare a name of its own instead. A text, so
// that these names exist for the guides alone.
export const READERS_APP = `import type { HttpApi, HttpMethod as Method, HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';

type Handler = (...parts: never[]) => unknown;
interface Routes {
  use(path: string, handler: Handler): void;
}

declare global {
  const app: Routes;
  const express: Routes;
  const hono: Routes;
  const fastify: { addHook(name: 'onRequest', handler: Handler): void };

  const api: HttpApi;
  const HttpMethod: typeof Method;
  const integration: HttpRouteIntegration;

  const whoIsThere: () => Promise<object | undefined>;
  const redirect: (path: string) => void;

  const logInButton: HTMLButtonElement;
  const logOutButton: HTMLButtonElement;
  const openButton: HTMLButtonElement;
  const render: (user: unknown) => void;
  const show: (user: unknown) => void;
  const say: (sentence: string) => void;
  const askForCode: (address: string) => void;
  const finish: (result: { readonly ok: boolean }) => void;

  const email: string;
  const password: string;
  const currentPassword: string;
  const newPassword: string;
  const code: string;
  const continuation: string;
  const token: string;
  const proof: string;
  const store: { addIfNew(id: string, until: number): Promise<boolean> };
}
`;
