// What each key of a stage means, and its default, for docs/configuration.md. A key without a description does not compile.
import type * as z from 'zod/mini';
import type { STAGE_SCHEMAS } from './schema.ts';

interface ConfigNote {
  /** Markdown, as a sentence without its full stop. */
  readonly means: string;
  /** Markdown. Left out: there is none, or it is the number in `functions/domain/defaults.ts`. */
  readonly default?: string;
}

/** The schema of a value, where the key may be left out or has a default. */
type ValueOf<Schema> =
  Schema extends z.ZodMiniExactOptional<infer Inner>
    ? Inner
    : Schema extends z.ZodMiniDefault<infer Inner>
      ? Inner
      : Schema;

/** The keys that hold a value, with dots: `sesMode`, `smtp.port`, `apiDomain.hostedZone.id`. */
type PathsOf<Shape> = {
  [Key in keyof Shape & string]: ValueOf<Shape[Key]> extends z.ZodMiniObject<infer Inner>
    ? `${Key}.${PathsOf<Inner>}`
    : Key;
}[keyof Shape & string];

export type ConfigPath = PathsOf<typeof STAGE_SCHEMAS>;
type Notes = Readonly<Partial<Record<ConfigPath, ConfigNote>>>;

const MUST = 'must be given';

const sender = {
  account: {
    means:
      'the account that the stage is deployed to; the CDK refuses another. Give it in both stages if they are in different accounts, so that they may have the same sender',
    default: 'that of your credentials',
  },
  sesMode: {
    means: 'which limits of SES apply, and whether data outlives the stack. It does not end the sandbox: only AWS can',
    default: "the stage's name, if it is one of the two",
  },
  senderEmail: {
    means: 'the address mails come from. SES asks it to confirm; at Naver and Gmail it is the account itself',
    default: 'this or `senderDomain`, never both',
  },
  senderDomain: { means: 'the domain mails come from; DNS records verify it' },
  senderLocalPart: { means: 'with `senderDomain`: the part of the sender before the `@`', default: '`no-reply`' },
  mailFromSubdomain: {
    means:
      'with `senderDomain`: the name below it that bounces go to (MAIL FROM). It gets the MX and SPF of SES, so it must have no other record: not the name of your webmail',
    default: '`bounce`',
  },
  'hostedZone.id': {
    means:
      'the Route 53 zone of `senderDomain`, in the same account; the stack makes the records in it, for an `existing` identity too',
    default: 'the records are printed, and you make them',
  },
  'hostedZone.name': {
    means: 'the name of that zone: `senderDomain` or a parent of it',
    default: `${MUST} with \`id\``,
  },
  senderIdentity: {
    means:
      "`managed`: the stack makes the sender's identity in SES; `existing`: it is there already, verified in lower case",
    default: '`managed`',
  },
  dkimTokens: {
    means:
      'with an `existing` sender domain and `hostedZone`: the three tokens of its DKIM records (`npm run doctor` shows them), so that the stack makes these records too',
    default: 'the other records alone',
  },
  identityIds: {
    means:
      '`name`: one logical id per address, so that a recipient can become the sender. `role`: as in stages deployed before this key; do not change it in a stage that is deployed',
    default: '`role`',
  },
  watchesAccount: {
    means:
      'whether this stage has what an account needs once: the alarms on bounces and complaints, and the dashboard of the machines, for a fourth dashboard costs $3 a month. `false` in all but one stage of an account',
    default: '`true`',
  },
  dmarcRecord: {
    means:
      'with `senderDomain`: `managed`: the stack makes or prints its DMARC record; `existing`: the domain has one already',
    default: '`managed`',
  },
  dmarcReports: {
    means:
      'with `senderDomain`: who gets the daily reports of DMARC, XML by mail. The record shows this address to everyone',
    default: 'no reports',
  },
  dmarcPolicy: {
    means:
      'with `senderDomain`: what others do with mail that fails DMARC. Begin with `none`, read the reports, then `quarantine` ([when](sandbox-to-production.md#from-none-to-quarantine))',
    default: '`none`',
  },
  sandboxRecipients: {
    means: 'who can get mails in the sandbox; SES asks each to confirm. Refused in production',
    default: 'none',
  },
  existingRecipients: {
    means: 'those of `sandboxRecipients` whose identity is in SES already',
    default: 'none',
  },
} as const satisfies Notes;

const mailServer = {
  transport: {
    means: '`ses`, or `smtp`: a mail server where you have an account. With `smtp`, leave out the keys about SES',
    default: '`ses`',
  },
  'smtp.preset': {
    means: 'a known provider: its host, port and limits',
    default: 'this, or `smtp.host`',
  },
  'smtp.host': { means: 'the host name of a server of your own' },
  'smtp.port': {
    means: '587 (STARTTLS) or 465 (TLS from the first byte); another if your server has one. Never without TLS',
    default: 'that of the preset; with `smtp.host` it must be given',
  },
  'smtp.secure': {
    means: '`true`: TLS from the first byte, as on port 465',
    default: 'that of the preset; else `false`: STARTTLS',
  },
  'smtp.secretArn': {
    means:
      'the whole ARN of the secret with `{"user","password"}`, in the stack\'s account and region. [How to make it](transports.md#the-secret)',
    default: MUST,
  },
  'smtp.mailsPer24Hours': {
    means: 'how many mails the server takes in any 24 hours; the alarms on the daily quota use it',
    default: '`naver` and `gmail` 500; else no limit',
  },
  'smtp.mailsPerSecond': {
    means: 'how many mails the server takes in a second',
    default: '`naver` and `gmail` 1, `sendgrid` 50; else 5',
  },
  fallback: {
    means: '`ses`: SES sends while the mail server cannot. The keys about SES apply then, too',
    default: 'mails wait for the server',
  },
} as const satisfies Notes;

const pages = {
  languages: {
    means:
      'the languages of pages, mails and SMS; the first one is for people whose browser asks for none of them, and for accounts and links in a language that the stage no longer has. With one language the pages offer no other. Requests that name another language are refused (400): take one away only after your app has stopped asking for it',
    default: '`["ko", "en"]`',
  },
  texts: {
    means:
      'sentences of pages, mails and SMS in your own words, by language and key ([all keys](texts.md)). Placeholders such as `{code}` stay as in the original, except `{brand}` in mails and SMS, which you may add or leave out',
  },
  brandName: { means: 'your name in mails, SMS and pages', default: MUST },
  brandColor: { means: 'the colour of buttons and links', default: '`#2563eb`' },
  logoUrl: {
    means: 'a picture that replaces the name in pages and mails, 32 px high; a PNG, because Gmail shows no SVG',
    default: 'the name',
  },
  logoUrlDark: {
    means: 'the same in the dark look; only with `logoUrl`, and the same address if one picture is readable on both',
    default: '`logoUrl`, on white',
  },
  faviconUrl: { means: "the picture in the browser's tab", default: 'none' },
  consents: {
    means:
      'what people are asked to agree to at sign-up and on their account page, in this order. `kind` is `terms`, `privacy`, `age`, `marketing`, `night` (marketing from 21 to 8 o’clock) or `other`; nobody gets an account without a `required` one; `url` is where the text is, `title` the sentence that people agree to. A new `version` asks everybody again ([more](consents.md))',
    default: 'nothing',
  },
  minimumAge: {
    means:
      'adds the required consent `age` in the first place: “만 14세 이상이에요”, “I am 14 or older”. For a sentence of your own, write a consent of the kind `age` instead',
    default: 'nobody is asked for an age',
  },
  'theme.background': { means: 'the background colour of the pages', default: "Latchkey's own" },
  'theme.backgroundDark': { means: 'the same in the dark look', default: "Latchkey's own" },
  'theme.cornerRadius': { means: 'how round buttons and boxes are, in pixels', default: '8' },
  'theme.fontFamily': { means: 'fonts that are on the device; none is loaded', default: "the system's fonts" },
  supportAddress: { means: 'where people can write', default: 'not shown' },
  appUrl: { means: 'your app; the pages link it when something is done', default: 'no link' },
  profileFields: {
    means:
      'what you ask people for: the pages show these fields, and the API refuses others ([how](api.md#fields-of-a-profile)). A list of `{ "key", "type", "label": { "ko", "en" } }` with a label in each of `languages`, at most 20 and 2 KB in all. `type`: `text` (with `maximumLength`, 100 if left out), `number`, `boolean` or `choice` (with `choices`: 2 to 50 of `{ "value", "label" }`). `required` (`false`): must be there at sign-up. `atSignUp` (`true`): asked for at sign-up. `editable` (`true`): its owner can change it later. People write these values themselves: they prove nothing',
    default: 'the API takes any keys, and the pages ask for none',
  },
} as const satisfies Notes;

const api = {
  allowedOrigins: {
    means:
      'web apps that may call the API from a browser, such as `https://app.example.com`: https unless localhost, no path',
    default: 'none but the API itself',
  },
  audience: { means: '`aud` of access tokens', default: "the API's URL" },
  'apiDomain.name': {
    means:
      "the API's own domain. Choose it before the first user: it is `iss` of every token and the start of every link",
    default: "API Gateway's URL",
  },
  'apiDomain.certificateArn': {
    means: 'a certificate for that name, in the region of the stack',
    default: `${MUST} with \`apiDomain\``,
  },
  'apiDomain.hostedZone.id': {
    means: 'the Route 53 zone in which the stack makes the record of the name',
    default: 'you make the record',
  },
  'apiDomain.hostedZone.name': {
    means: 'the name of that zone: `apiDomain.name` or a parent of it',
    default: `${MUST} with \`id\``,
  },
  alarmEmail: { means: 'who gets the alarms, after confirming a mail from AWS', default: 'nobody' },
  monitoring: {
    means:
      '`all`: every alarm, and the dashboards; `essential`: at most ten alarms, on mails that do not go, on SES before AWS steps in, on KMS and on answers with 5xx; `off`: neither alarms nor dashboards',
    default: '`all`',
  },
  'noticeCopies.cc': {
    means:
      'who else gets the notices of a changed password, a changed phone number and an undone change of address, named in its headers; at most 5 addresses with `bcc`. No mail with a token or a code is copied',
    default: 'nobody',
  },
  'noticeCopies.bcc': { means: 'the same, as blind copies', default: 'nobody' },
  'notices.newLogIn': {
    means:
      'whether an owner gets a notice of a log-in from a device and a network that are both new to the account. All other notices are always sent',
    default: '`true`',
  },
  trustedCallers: {
    means:
      'backends and proxies of yours, at most 5. Each sends its own key in `x-api-key`; only the SHA-256 is here (`printf %s "$KEY" \\| shasum -a 256`). Limits then count the address in its `x-client-ip`, and `"otp": "key"` lets it send codes',
    default: 'none',
  },
  clients: {
    means:
      'the applications that log people in by the code flow of OAuth 2.1 and OpenID Connect ([oauth.md](oauth.md)), at most 20. `redirectUris` match exactly; on 127.0.0.1, [::1] and localhost with any port. `linkUrl`: where pages of your own for links begin; links of flows that it starts with its `clientId` lead to `<linkUrl>/verify`, `/login`, `/reset` and `/email/confirm` instead of the hosted pages ([how](api.md#links-to-your-own-pages)). `secretSha256` (`printf %s "$SECRET" \\| shasum -a 256`) makes a client confidential: one with a server of its own. `accessTokenSeconds`: 60 to 3600, other than `lifetimes.accessTokenSeconds`',
    default: 'none: the code flow is off',
  },
  'claims.static': {
    means:
      'claims that all access tokens and ID tokens hold ([how](oauth.md#claims-of-your-own)). Names that the service writes itself are refused',
    default: 'none',
  },
  'claims.metadata': {
    means:
      "keys of an account's `metadata`, which you alone write: they are in its tokens as the claim `metadata`, and its owner reads them",
    default: 'none',
  },
  'claims.functionArn': {
    means:
      'a Lambda function of yours in the same account and region that is asked for the claims of every token. It has 500 ms; without its answer the token has none of them',
    default: 'none',
  },
  webhooks: {
    means:
      'endpoints of yours that get events as POST, signed by Standard Webhooks ([webhooks.md](webhooks.md)), at most 5. A list of `{ "name", "url", "secretArn", "events" }`: the secret in Secrets Manager holds `{"secrets":["whsec_…"]}`, one or, while it is changed, two; `events` are types such as `user.created` or all of a kind, such as `user.*`, and all if left out',
    default: 'none',
  },
  'humanCheck.provider': { means: 'who tells people from programs: `turnstile`, which is Cloudflare Turnstile' },
  'humanCheck.mode': {
    means:
      'when a sign-up, a reset, a mail to log in and a one-time code must come from a person ([human-check.md](human-check.md)): `on`, or `whenBombed`, while more than 50 sign-up mails of an hour are not used',
  },
  'humanCheck.siteKey': {
    means: 'the public key of your widget. Its hostnames at Cloudflare are those of `apiDomain` and of your own pages',
  },
  'humanCheck.secretArn': {
    means:
      'the whole ARN of the secret in Secrets Manager that holds `{"secretKey":"0x4AAA…"}`, the secret key of the widget',
  },
  'humanCheck.sendsAddress': {
    means: 'whether the functions tell Cloudflare the IP address of the person too. Their browser has told it already',
    default: 'false',
  },
  'humanCheck.exempt': {
    means:
      'the names of `trustedCallers` who see to it themselves that a person asks. Never the one of a proxy, such as CloudFront: everybody comes through it',
    default: 'nobody',
  },
  'appLinks.apple': {
    means:
      'iOS apps that open the links of mails and know the passwords saved for the domain of the API ([how](oauth.md#apps-that-open-links)), at most 10. They are in `/.well-known/apple-app-site-association`. An app names the domain, so set `apiDomain` first',
    default: 'none: the file is 404',
  },
  'appLinks.android': {
    means:
      'the same for Android, in `/.well-known/assetlinks.json`. With Play App Signing the fingerprint is that of Google, in the Play Console',
    default: 'none: the file is 404',
  },
  passkeyDomain: {
    means:
      'turns passkeys on ([passkeys.md](passkeys.md)): the domain that they are for, in lower case: `apiDomain.name`, or a parent of it that you registered, such as `example.com`. **It can never change**: a passkey works for the domain that it was made for and no other. Choose it as long as you chose `apiDomain`',
    default: 'none: passkeys are off',
  },
  passkeyOrigins: {
    means:
      'web apps of yours, besides the pages of the API, that make or use passkeys with the API of browsers: https, and each in `allowedOrigins` too. They may be on other domains, of which browsers take five names at most ([how](passkeys.md#an-app-of-your-own))',
    default: 'none but the pages of the API',
  },
  secondFactor: {
    means:
      '`optional`: people may add the codes of an authenticator app to their account ([ADR 0059](adr/0059-the-second-factor.md)); then every log-in of theirs takes one. Turn it on in a deployment of its own, when every function has the release that knows it',
    default: '`off`: nobody adds one. Who has one from before keeps it, and can turn it off',
  },
  reservedConcurrency: {
    means: 'concurrent runs kept for each function; a new AWS account has ten in all',
    default: 'none kept',
  },
  courierConcurrency: {
    means:
      'the same for the courier alone, so that a flood of requests cannot keep mails waiting. It is also the most: give it 20 or more, or Lambda refuses batches of its queues. A new account cannot keep any: the deployment fails',
    default: '`reservedConcurrency`',
  },
  'warm.provisioned': {
    means:
      'how many runs of each function of the API are always ready, so that nobody waits for its start ([what it costs](cost.md#no-cold-start)). Within `reservedConcurrency`, or within that of the account, of which a new one has ten in all',
    default: 'none: a function starts when it is called',
  },
  'warm.everyMinutes': {
    means:
      'or: an event starts each function of the API every so many minutes, 5 for example, so that a call after a quiet hour finds one started. It costs next to nothing; a second call at the same time still waits',
    default: 'no such event',
  },
  firstDeployment: {
    means:
      '`true` for the first deployment of a production stage alone: if it fails, the stack and its empty tables can be deleted. Then remove the key and deploy again, which protects both ([why](deploy.md#production))',
    default: '`false`',
  },
  'tables.users': {
    means:
      'a table to use in place of the one that the stack makes, by the ARN of its stream (`LatestStreamArn`, with old and new images): that of a deleted stack, or a restored one ([how](deploy.md#bring-the-tables-back))',
    default: "the stack's own",
  },
  'tables.sessions': {
    means: 'the same for sessions, by the name of the table',
    default: "the stack's own",
  },
  'tables.verifications': {
    means: 'the same for links, codes and counters, by the ARN of its stream',
    default: "the stack's own",
  },
  'tables.audit': {
    means: 'the same for what happened to accounts, by the ARN of its stream',
    default: "the stack's own",
  },
  'throttles.default.rate': {
    means:
      'requests a second that API Gateway lets through to a route, from all clients together, where no other number applies. Each route counts for itself; what is above it gets 429',
    default: '100',
  },
  'throttles.default.burst': { means: 'how many requests may come at once', default: '200' },
  'throttles.routes': {
    means:
      'the same for single routes, by method and path as in [the API](api.md). A route that is left out keeps its number',
    default:
      '`POST /token/refresh` and `POST /verify/status`, which open tabs call by themselves: 200 and 400. Routes that hash a password: 50 and 100',
  },
} as const satisfies Notes;

const codes = {
  otp: {
    means: 'who may have one-time codes sent: `public` (anybody), `key` (trusted callers), `off`',
    default: '`public` in the sandbox; production must choose',
  },
  sms: {
    means:
      'what sends SMS. `off`: `/me/phone`, and `/otp` with the channel `sms`, answer 400. `sens` or `sns` alone serves Korea. The first country is that of numbers without a country code',
    default: '`off`',
  },
  'sens.serviceId': { means: 'the service id of your project in Naver Cloud SENS', default: `${MUST} with \`sens\`` },
  'sens.from': { means: 'the registered number that SMS come from', default: `${MUST} with \`sens\`` },
  'sens.secretArn': {
    means: 'the whole ARN of the secret with `{"accessKey","secretKey"}`, in the stack\'s account and region',
    default: `${MUST} with \`sens\``,
  },
  'sens.allowsLong': {
    means:
      '`true`: an SMS of more than 90 bytes goes as LMS, which costs more. Without it, `brandName` has at most 48 bytes (24 hangul)',
    default: '`false`',
  },
  'sns.region': { means: 'the region of Amazon SNS that sends', default: '`ap-northeast-1`' },
  'sns.senderId': { means: 'shown as the sender where the country allows it', default: 'none' },
} as const satisfies Notes;

const keys = {
  'masterKeys.accepted': {
    means:
      'labels (0 to 255) of the generations of the master secret whose links, codes and sessions still work. Add a label one deployment before it is `current`',
    default: '`[1]`',
  },
  'masterKeys.current': {
    means:
      'the label that new links, codes and sessions use, and sessions from their next refresh on. A label that was not there before makes a new secret',
    default: '`1`',
  },
  'signingKeys.listed': {
    means:
      "ARNs of RSA keys in KMS that are published in JWKS beside the stack's own. List a key for 24 hours before and after it signs",
    default: "the stack's own key alone",
  },
  'signingKeys.current': { means: 'the listed key that signs', default: "the stack's own key" },
  'otpKeys.accepted': {
    means: 'the same labels for one-time codes, which have a secret of their own',
    default: '`[1]`',
  },
  'otpKeys.current': {
    means: 'the label that new one-time codes use. A label that was not there before makes a new secret',
    default: '`1`',
  },
  'proofSigningKeys.listed': {
    means:
      "ARNs of RSA keys in KMS that are published in `/.well-known/proof-jwks.json` beside the stack's own; none of `signingKeys`. List a key for 24 hours before and after it signs",
    default: "the stack's own key alone",
  },
  'proofSigningKeys.current': { means: 'the listed key that signs proofs', default: "the stack's own key" },
  'passwordHash.memoryKibibytes': {
    means:
      'the memory of one hash of a password (argon2id). `npm run calibrate` measures what a setting costs and recommends one. Older hashes are still right, and are replaced when their owner logs in ([more](scale.md#the-hash-of-a-password))',
    default: '19456',
  },
  'passwordHash.passes': {
    means: "how often a hash goes over its memory. Both together must reach one of OWASP's minima",
    default: '2',
  },
  leakedPasswords: {
    means:
      '`refuse`: a new password that is known from a leak is refused (`weak_password`, `leaked`). The service asks [Have I Been Pwned](https://haveibeenpwned.com/API/v3#PwnedPasswords) by the first 5 hex digits of its SHA-1; nothing else leaves. Without an answer within 800 ms the password is accepted ([more](adr/0061-leaked-passwords.md))',
    default: '`off`: nobody is asked. A list of common passwords is always refused',
  },
  'events.addresses': {
    means:
      '`true`: the events of accounts hold address, phone number and language of the account, as they are when the event is sent ([more](events.md))',
    default: '`false`: an event names the account by its id alone',
  },
  auditDays: {
    means: 'how many days the service keeps what happened to accounts, 30 to 3650',
    default: '365',
  },
  purgeAfterMonths: {
    means:
      'deletes accounts that nobody has used for so many months, 3 to 60. Their owners get a mail at least 30 days before, and any log-in keeps the account. It counts from the day of the first deployment with this key, so that nothing is deleted at once ([more](operations.md#accounts-that-nobody-uses))',
    default: 'no account is deleted for that',
  },
  deletionGraceDays: {
    means:
      'the owner of an account can take a deletion back for so many days, 1 to 30: `DELETE /me` ends all sessions and sends a mail with the date, and any log-in until then keeps the account ([more](operations.md#deletions-that-can-be-taken-back))',
    default: '`DELETE /me` deletes the account at once',
  },
  importedHash: {
    means:
      'a hash that your former system made of a random password, for as long as many of its accounts have not logged in yet. Every log-in then compares one hash of each system, so that its time does not tell who was imported. It takes as long as both ([more](adr/0056-hashes-of-other-systems.md))',
    default: 'none: a log-in takes longer for an imported account until its owner has logged in',
  },
  proofKeysInJwks: {
    means:
      '`true`: the keys of proofs are in `/.well-known/jwks.json` too, for backends that still look there. While it is set, whoever takes over the function of one-time codes can sign access tokens for services that do not check `typ`. [How to leave it](operations.md#moving-to-the-key-set-of-proofs)',
    default: '`false`',
  },
} as const satisfies Notes;

const lifetimes = {
  'lifetimes.signupSeconds': { means: 'how long the link and code of a sign-up work after each send' },
  'lifetimes.resetSeconds': { means: 'the same for a reset' },
  'lifetimes.loginSeconds': { means: 'the same for a log-in mail' },
  'lifetimes.emailChangeSeconds': { means: 'the same for an email change' },
  'lifetimes.invitationSeconds': { means: 'how long the link of an invitation works after each send' },
  'lifetimes.emailUndoSeconds': { means: 'how long the old address can undo an email change' },
  'lifetimes.emailUndoShortSeconds': {
    means: 'the same, if the person said that they no longer control the old mailbox',
  },
  'lifetimes.phoneChangeSeconds': { means: 'how long the code for a new phone number works' },
  'lifetimes.otpEmailSeconds': { means: 'how long a one-time code by mail works' },
  'lifetimes.otpSmsSeconds': { means: 'how long a one-time code by SMS works' },
  'lifetimes.proofSeconds': { means: 'how long the proof of a one-time code is valid' },
  'lifetimes.accessTokenSeconds': { means: 'how long an access token is valid; up to 5 % less, at random' },
  'lifetimes.refreshGraceSeconds': {
    means: 'how long a refresh token that was exchanged still gets the newest one, 0 to 60',
  },
  'lifetimes.sessionIdleSeconds': { means: 'a session ends when it is not refreshed for this long' },
  'lifetimes.sessionMaximumSeconds': { means: 'a session ends after this long in any case' },
} as const satisfies Notes;

const limits = {
  'limits.coolDownSeconds': { means: 'between two messages for one purpose to one address' },
  'limits.coolDownMaximumSeconds': { means: 'the cool-down grows up to this' },
  'limits.sendsPerNetwork': { means: 'messages a day per purpose, address and network, then one an hour' },
  'limits.sendsPerAddress': { means: 'messages a day per purpose and address, then one an hour for each network' },
  'limits.mailsPerMailbox': {
    means: 'mails a day to one mailbox over all purposes and aliases, then one an hour; notices are not counted',
  },
  'limits.textsPerPhone': { means: 'SMS a day to one number' },
  'limits.textsPerDay': { means: 'SMS a day of the whole stage for one-time codes: it caps what a day may cost' },
  'limits.phoneChangeTextsPerDay': { means: 'the same for changes of phone number, apart from it' },
  'limits.numbersPerAccount': {
    means: 'phone numbers a day that one account may ask for; the same number again is not counted',
  },
  'limits.sendingRequestsPerMinute': { means: 'requests that send, per IP address (IPv6: per /64) and minute' },
  'limits.sendingRequestsPerHour': { means: 'the same per hour' },
  'limits.failuresPerChallenge': { means: 'wrong attempts for one link or code' },
  'limits.failuresPerDay': { means: 'wrong codes a day per purpose and address' },
  'limits.failuresPerDayOfAccount': { means: 'the same for codes of log-in and reset, which open an account' },
  'limits.failuresPerDayWithoutLink': {
    means: 'the same for one-time codes and phone numbers, where there is no link beside the code',
  },
  'limits.failuresPerClient': { means: 'wrong codes and passwords an hour per IP address (IPv6: per /64)' },
  'limits.failuresPerNetwork': { means: 'wrong codes and passwords an hour per network (IPv4 /24, IPv6 /48)' },
  'limits.logInFailuresPerNetwork': {
    means: 'wrong passwords a day per address and network; then a wait that doubles, beginning at 1 second',
  },
  'limits.logInWaitMaximumSeconds': { means: 'the longest of these waits' },
  'limits.logInFailuresPerAddress': {
    means:
      'wrong passwords a day per address over all networks; then networks from which its owner has not logged in wait',
  },
  'limits.logInWaitMaximumPerAddressSeconds': { means: 'the longest of those waits' },
} as const satisfies Notes;

/** In the order of the document. */
export const CONFIG_NOTES = { sender, mailServer, pages, api, codes, keys, lifetimes, limits } as const;
export type ConfigTopic = keyof typeof CONFIG_NOTES;

type Described = { [Topic in ConfigTopic]: keyof (typeof CONFIG_NOTES)[Topic] }[ConfigTopic];
/** Fails to compile with the names of the keys that no topic above describes. */
({}) satisfies Record<Exclude<ConfigPath, Described>, ConfigNote>;
