// Who an administrator is: the identity of IAM that signed the request, as API Gateway found it.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { late } from '#schemas/late.ts';

export interface Admin {
  /** The ARN of the identity; `laptop` on one. */
  readonly who: string;
}

const Context = late(() =>
  z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string().check(z.minLength(1)) }) }) }),
);

/**
 * `undefined` without an identity, and for a request of a browser: the routes are for programs, so a page that got hold of
 * credentials is refused, too.
 */
export const readAdmin = ({ requestContext, headers }: APIGatewayProxyEventV2): Admin | undefined => {
  const { data } = Context.safeParse(requestContext);
  return data && headers['origin'] === undefined ? { who: data.authorizer.iam.userArn } : undefined;
};
