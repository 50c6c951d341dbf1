// An Amazon SNS server on this machine that accepts sms: the Publish action of the Query protocol, as the real SDK client sends it.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, LOOPBACK, listen } from '../../../bin/local/listen.ts';

export interface PublishedText {
  readonly to: string;
  readonly message: string;
  readonly messageId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface SnsFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface SnsServer {
  readonly endpoint: string;
  texts(): readonly PublishedText[];
  /** Makes all requests from now on fail; without an argument, they succeed again. */
  failWith(failure?: SnsFailure): void;
  stop(): Promise<void>;
}

const NAMESPACE = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

export const startSnsServer = async (): Promise<SnsServer> => {
  const texts: PublishedText[] = [];
  let failure: SnsFailure | undefined;
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const fault = failure ?? faultOf(form);
    response.setHeader('content-type', 'text/xml');
    if (fault) {
      response.writeHead(fault.status).end(errorXml(fault));
      return;
    }
    const messageId = `sns-${texts.length + 1}`;
    const to = form.get('PhoneNumber') ?? '';
    texts.push({ to, message: form.get('Message') ?? '', messageId, attributes: attributesOf(form) });
    const result = `<PublishResult><MessageId>${messageId}</MessageId></PublishResult>`;
    response.end(`<PublishResponse ${NAMESPACE}>${result}</PublishResponse>`);
  });
  const port = await listen(server, 0, 'the port');
  return {
    endpoint: `http://${LOOPBACK}:${port}`,
    texts: () => texts,
    failWith: (next) => {
      failure = next;
    },
    stop: () => close(server),
  };
};

const faultOf = (form: URLSearchParams): SnsFailure | undefined => {
  if (form.get('Action') !== 'Publish') return { status: 400, code: 'InvalidAction', message: 'Publish only.' };
  const to = form.get('PhoneNumber') ?? '';
  if (/^\+[1-9]\d{6,14}$/.test(to)) return undefined;
  const message = `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`;
  return { status: 400, code: 'InvalidParameter', message };
};

const attributesOf = (form: URLSearchParams): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (let index = 1; form.has(`MessageAttributes.entry.${index}.Name`); index++) {
    const entry = `MessageAttributes.entry.${index}`;
    attributes[form.get(`${entry}.Name`) ?? ''] = form.get(`${entry}.Value.StringValue`) ?? '';
  }
  return attributes;
};

const errorXml = ({ code, message, status }: SnsFailure): string =>
  `<ErrorResponse ${NAMESPACE}><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code>` +
  `<Message>${message}</Message></Error><RequestId>0a</RequestId></ErrorResponse>`;
