// Reads a form of an OAuth client (RFC 6749, appendix B): what it sends as a body.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  FORM_MAXIMUM_BYTES,
  type OAuthOutcome,
  oauthRefusal,
  type Parameters,
  readParameters,
} from '#domain/oauth/oauth-error.ts';

const FORM_MEDIA_TYPE = /^application\/x-www-form-urlencoded(?:\s*;.*)?$/i;

export const readForm = (event: APIGatewayProxyEventV2): OAuthOutcome<Parameters> => {
  if (!FORM_MEDIA_TYPE.test(event.headers['content-type'] ?? ''))
    return oauthRefusal('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  const text = formText(event);
  if (text.length > FORM_MAXIMUM_BYTES) return oauthRefusal('invalid_request', 'The body is larger than 16 KB.');
  const parameters = readParameters(text);
  return parameters.repeated === undefined
    ? { ok: true, value: parameters }
    : oauthRefusal('invalid_request', 'A parameter was sent twice.');
};

export const formText = (event: APIGatewayProxyEventV2): string =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString();
