// The rows of the last release, as its own code wrote them, under the handlers of this one: what people hold still works.
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { STORIES } from '../support/last-release/beginnings.ts';
import { LAST_RELEASE } from '../support/last-release/commit.ts';
import { goOn } from '../support/last-release/goings-on.ts';
import { createInProcessClient } from '../support/last-release/in-process-client.ts';
import { type RecordedStory, readStories } from '../support/last-release/recorded-stories.ts';
import { createTestService, type TestService } from '../support/service.ts';

const stories = readStories();

/** What the stream of the table still holds when the new courier comes: the rows whose message is owed. */
const owed = ({ rows }: RecordedStory): TestService['stream'] =>
  Object.values(rows)
    .filter((row) => (row['delivery'] as { readonly status: string } | undefined)?.status === 'pending')
    .map((row, index) => ({
      eventName: 'MODIFY',
      eventSource: 'aws:dynamodb',
      dynamodb: { SequenceNumber: `owed ${index}`, NewImage: marshall(row) as never },
    }));

const upgraded = (story: RecordedStory) => {
  const service = createTestService({ store: createMemoryStore(story.rows) });
  service.clock.time = story.at;
  service.advance(5);
  service.stream.push(...owed(story));
  return createInProcessClient(service);
};

describe('of the last release,', () => {
  it('every story is recorded, by its own code', () => {
    expect(stories.map(({ name }) => name)).toEqual(STORIES);
    expect(new Set(stories.map(({ release }) => release))).toEqual(new Set([LAST_RELEASE]));
  });

  it.each(stories.map((story) => [story.name, story] as const))('%s: goes on with this one', async (name, story) => {
    await goOn(upgraded(story), name, story.held);
  });
});
