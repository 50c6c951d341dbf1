// A double of SES: it takes every mail, and has quota for it.

export const MESSAGE_ID = 'bench';

const answerOf = (action: string, result: string): string =>
  `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result>` +
  `<ResponseMetadata><RequestId>bench</RequestId></ResponseMetadata></${action}Response>`;

export interface Mailbox {
  /** The answer, in XML, to a request in the form of the query protocol. */
  readonly answer: (form: URLSearchParams) => string;
  /** The newest mail, as MIME. */
  readonly newest: () => Buffer | undefined;
}

export const createMailbox = (): Mailbox => {
  let newest: Buffer | undefined;
  return {
    newest: () => newest,
    answer: (form) => {
      const action = form.get('Action') ?? '';
      switch (action) {
        case 'SendRawEmail':
          newest = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
          return answerOf(action, `<MessageId>${MESSAGE_ID}</MessageId>`);
        case 'GetSendQuota':
          return answerOf(
            action,
            '<Max24HourSend>50000</Max24HourSend><MaxSendRate>14</MaxSendRate><SentLast24Hours>0</SentLast24Hours>',
          );
        default:
          throw new Error(`${action} is not known to the bench`);
      }
    },
  };
};
