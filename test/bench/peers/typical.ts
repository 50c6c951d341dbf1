// A handler as most are written: middy with its parsers, a zod schema, the document client, one read and one write.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';

const Request = z.object({ email: z.email(), password: z.string().min(8).max(256) });

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const signUp = async (event: Omit<APIGatewayProxyEventV2, 'body'> & { readonly body: unknown }): Promise<object> => {
  const { email } = Request.parse(event.body);
  const Key = { pk: `signup#email:${email}` };
  const { Item } = await client.send(new GetCommand({ TableName: 'Verifications', Key }));
  if (!Item) await client.send(new PutCommand({ TableName: 'Verifications', Item: { ...Key, at: Date.now() } }));
  return { statusCode: 202, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status: 'sent' }) };
};

export const handler = middy(signUp).use(httpJsonBodyParser()).use(httpErrorHandler());
