// The orders of whoever calls. API Gateway has checked the access token: `sub` is the id of the person.
export const handler = async ({ requestContext }) => {
  const { sub } = requestContext.authorizer.jwt.claims;
  return { orders: [{ number: 1, of: sub }] };
};
