// What a green run proves and what not, printed at its end.
export const REPORT = `
test:cloud ran the synthesised app in MiniStack, a stand-in for AWS.
It proves, as far as the tests above passed:
  - the stack deploys by a real cdk bootstrap and cdk deploy, and deploys again over itself;
  - the deployed bundles start on Node 24 with the environment and names the stack gives them;
  - routes, path parameters, event v2 bodies and headers, $default, Set-Cookie from cookies[];
  - the table's stream reaches the courier through its filter, and the courier's mail reaches SES with Korean intact;
  - accounts, live links, codes and sessions of the last release go on after a deployment over it, if the git history has that release;
  - KMS signs the tokens and makes the master secret; keys, accounts and links outlive a deploy;
  - conditional writes under a race;
  - the deployed rule takes events as SES shapes them, and the function behind it notes them and suppresses addresses;
  - a sandbox is destroyed and deployed again; its sender, recipients, brand and throttles change while accounts, sessions and links live on; a second stage comes first or second, and keeps the sender when the other goes;
  - npm run admin reaches the function of administrators with a signature, and a request without one does not;
  - the doctor brings what was given up back to the deployed queues and functions;
  - a stage with a sender domain makes the records of MAIL FROM and DMARC in its Route 53 zone, and those of DKIM for given tokens;
  - a stage with transport "smtp" logs in with the operator's secret and sends over TLS to a real SMTP server, texts through SNS, and through SES while that server is down.
It cannot prove, since MiniStack does not do it as AWS does:
  - IAM: every call is allowed there. The rights are tested on the template;
  - CORS, TTL: its CloudFormation drops both, so this test sets them itself after each deploy;
  - event cookies[] and sourceIp (only the cookie header arrives; all callers are 127.0.0.1);
  - throttling, reserved concurrency, memory limits, retries and bisecting of stream batches, access logs;
  - SES: identities, their DKIM tokens (the test puts some into the template: MiniStack's identities have none), sandbox, quota, its own suppression list, and that it publishes events at all (this test publishes them); alarms on AWS metrics and on EMF metrics;
  - consumed capacity, and that TTL deletes rows;
  - https: its API addresses are plain http, so __Host- cookies, Secure and HSTS are not seen here;
  - that texts go out at all (its SNS keeps them), the policy of a secret, and that functions reach a server out of AWS; here the server's own authority is trusted by NODE_EXTRA_CA_CERTS;
  - names, identities and records that are taken, and throttles of routes that are gone: it takes all of them. The templates are tested for that;
  - whether a domain takes mail (name-server.mjs says so of every one); DNS, certificates, and deletion protection.
`;
