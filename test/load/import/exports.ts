// Exports as large as one likes, written piece by piece: a Django dump of one array, and a table of Supabase as CSV.
import { pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export const PASSWORD = 'correct horse battery';

/** One hash for all: making one for each would take a day, and to the importer they are text. */
const DJANGO_ITERATIONS = 600_000;
const DJANGO_SALT = 'Ab12Cd34Ef56Gh78Ij90Kl';
/** By bcryptjs with 10 rounds. */
const BCRYPT = '$2b$10$B5Wz.WZacq8h/DTw2Yd5SenLfEZISeDXChQndYz84fcGynDCfXIOq';

export const addressOf = (source: string, index: number): string => `${source}.${index}@example.com`;

const writeAll = async (file: string, pieces: Iterable<string>): Promise<void> => {
  const stream = createWriteStream(file);
  for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
};

export const writeDjangoDump = async (file: string, accounts: number): Promise<void> => {
  const tag = pbkdf2Sync(PASSWORD, DJANGO_SALT, DJANGO_ITERATIONS, 32, 'sha256').toString('base64');
  const password = `pbkdf2_sha256$${DJANGO_ITERATIONS}$${DJANGO_SALT}$${tag}`;
  const recordOf = (index: number) => ({
    model: 'auth.user',
    pk: index + 1,
    fields: {
      password,
      last_login: '2026-01-02T03:04:05.678Z',
      is_superuser: false,
      username: `person${index}`,
      first_name: '민지',
      last_name: '김',
      email: addressOf('django', index),
      is_staff: false,
      is_active: true,
      date_joined: '2024-05-01T09:30:00.123Z',
      groups: [],
      user_permissions: [],
    },
  });
  const pieces = function* () {
    yield '[';
    for (let index = 0; index < accounts; index++) yield `${index === 0 ? '' : ', '}${JSON.stringify(recordOf(index))}`;
    yield ']';
  };
  await writeAll(file, pieces());
};

const HEAD = 'id,email,encrypted_password,email_confirmed_at,raw_app_meta_data,raw_user_meta_data,created_at,phone\n';

export const writeSupabaseTable = async (file: string, accounts: number): Promise<void> => {
  const pieces = function* () {
    yield HEAD;
    for (let index = 0; index < accounts; index++) {
      const id = `8f14e45f-ceea-467f-a1d6-${String(index).padStart(12, '0')}`;
      const values = '"{""provider"": ""email"", ""providers"": [""email""]}","{""full_name"": ""김민지""}"';
      yield `${id},${addressOf('supabase', index)},${BCRYPT},2024-05-01 09:31:00+00,${values},2024-05-01 09:30:00.123456+00,\n`;
    }
  };
  await writeAll(file, pieces());
};
