// The hashes of libraries for Node, for make.py: passwords on the standard input, rows on the standard output.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { hashPassword } from 'better-auth/crypto';
import { FirebaseScrypt } from 'firebase-scrypt';

const versionOf = async (name) =>
  JSON.parse(await readFile(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;

/** The parameters of a project of Firebase, as its console shows them. This key is of no project. */
const PROJECT = { memCost: 14, rounds: 8, saltSeparator: 'Bw==', signerKey: randomBytes(64).toString('base64') };

const ofFirebase = async (password) => {
  const salt = randomBytes(10).toString('base64');
  const hash = await new FirebaseScrypt(PROJECT).hash(password, salt);
  const { memCost, rounds, saltSeparator, signerKey } = PROJECT;
  return `$fbscrypt$v=1,n=${memCost},r=${rounds},p=1,ss=${saltSeparator},sk=${signerKey}$${salt}$${hash}`;
};

const rows = [];
for (const password of await json(process.stdin)) {
  rows.push(['better-auth', await versionOf('better-auth'), 'scrypt', password, await hashPassword(password)]);
  rows.push([
    'firebase-scrypt',
    await versionOf('firebase-scrypt'),
    'firebase_scrypt',
    password,
    await ofFirebase(password),
  ]);
}
process.stdout.write(JSON.stringify(rows));
