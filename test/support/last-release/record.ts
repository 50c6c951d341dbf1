// Lets the code of the last release play every beginning, and records the rows it wrote and what people hold: `record.jsonl`.
// Run it after a release: node test/support/last-release/record.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../../bin/text-imports.ts';
import type { TestService } from '../service.ts';
import { BEGINNINGS, STORIES } from './beginnings.ts';
import { checkOutLastRelease, missingForLastRelease } from './checkout.ts';
import { LAST_RELEASE } from './commit.ts';
import { createInProcessClient } from './in-process-client.ts';
import { RECORD, type RecordedStory } from './recorded-stories.ts';

const play = async (folder: string): Promise<readonly RecordedStory[]> => {
  const { createTestService } = (await import(join(folder, 'test/support/service.ts'))) as {
    createTestService(): Pick<TestService, 'request' | 'deliver' | 'mails' | 'texts' | 'advance' | 'rows' | 'clock'>;
  };
  const stories: RecordedStory[] = [];
  for (const name of STORIES) {
    const service = createTestService();
    const held = await BEGINNINGS[name](createInProcessClient(service));
    const rows = Object.fromEntries(service.rows);
    stories.push({ release: LAST_RELEASE, name, at: service.clock.now(), held, rows });
  }
  return stories;
};

const missing = missingForLastRelease();
if (missing) throw new Error(missing);
const folder = mkdtempSync(join(tmpdir(), 'latchkey-last-release-'));
try {
  checkOutLastRelease(folder);
  const stories = await play(folder);
  writeFileSync(RECORD, stories.map((story) => `${JSON.stringify(story)}\n`).join(''));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
