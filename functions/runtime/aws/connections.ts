// Opens the first connection to a service while the function starts. DNS, TCP and TLS go on beside the rest of the start, and
// the first request finds a connection that is open, or nearly so.
import { Agent } from 'node:https';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { endpointOf } from '../sdk/endpoint.ts';

type Options = Parameters<Agent['createConnection']>[0];
type Callback = Parameters<Agent['createConnection']>[1];

/** Hands out each connection that was opened before once. */
class EarlyAgent extends Agent {
  readonly #opened = new Map<string, TLSSocket>();

  open(host: string, port: number): void {
    const name = `${host}:${port}`;
    const socket = connect({
      host,
      port,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 && { servername: host }),
    });
    socket.setNoDelay(true);
    this.#opened.set(name, socket);
    // A service that cannot be reached is the business of the first request, which connects again.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#opened.delete(name));
    // A process without a request may end.
    socket.unref();
  }

  override createConnection(options: Options, callback?: Callback) {
    const name = `${options.host}:${options.port}`;
    const socket = this.#opened.get(name);
    this.#opened.delete(name);
    if (!socket || socket.destroyed) return super.createConnection(options, callback);
    return socket.ref();
  }
}

/** The same for every client, so that a connection serves whichever needs it. As many as the SDK's own. */
export const agent = new EarlyAgent({ keepAlive: true, maxSockets: 50 });

/** `host`: the first label of the service's host. Does nothing outside Lambda: whoever imports a function there calls nothing. */
export const connectEarly = (host: 'dynamodb' | 'kms'): void => {
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_REGION = '', AWS_ENDPOINT_URL } = process.env;
  if (!AWS_LAMBDA_FUNCTION_NAME) return;
  const Endpoint = process.env[`AWS_ENDPOINT_URL_${host.toUpperCase()}`] ?? AWS_ENDPOINT_URL;
  const { url } = endpointOf(host)({ Region: AWS_REGION, ...(Endpoint && { Endpoint }) });
  if (url.protocol === 'https:') agent.open(url.hostname, Number(url.port || 443));
};
