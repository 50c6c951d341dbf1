// Who acts in the schedules of an account, and where they come from.

export interface Person {
  readonly name: 'owner' | 'thief' | 'snoop' | 'stranger';
  readonly ip: string;
  readonly device: string;
}

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Version/19.1 Mobile/15E148 Safari/604.1';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0';

/** Reads the mailboxes of `OWN_ADDRESSES`. */
export const OWNER: Person = { name: 'owner', ip: '198.51.100.7', device: CHROME };
/** The owner in another network, for each number one from which nobody has asked for anything yet. */
export const ownerElsewhere = (number: number): Person => ({
  name: 'owner',
  ip: `100.64.${number}.55`,
  device: SAFARI,
});
/** Knows a password, logs in with it, and reads the mailbox of `THIEF_ADDRESS`. */
export const THIEF: Person = { name: 'thief', ip: '203.0.113.66', device: FIREFOX };
/** Has copied an access token, and nothing else. */
export const SNOOP: Person = { name: 'snoop', ip: '203.0.112.9', device: FIREFOX };
/** Know the address, and have five networks. */
export const STRANGERS: readonly Person[] = [1, 2, 3, 4, 5].map((number) => ({
  name: 'stranger',
  ip: `233.252.${number}.7`,
  device: FIREFOX,
}));

export const HOME = 'minji@example.com';
export const OWN_ADDRESSES: readonly string[] = [HOME, 'minji@second.example', 'minji@third.example'];
export const THIEF_ADDRESS = 'thief@taken.example';
export const OWN_PHONE = '+821020001111';
export const THIEF_PHONE = '+821020009999';
