// The floor: a handler that only reads its event and answers.

export const handler = async ({ body }: { readonly body: string }): Promise<object> => {
  const asked = JSON.parse(body);
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'sent', length: asked.email.length }),
  };
};
