// The work in progress in this process, so that stopping can wait for it before the database closes.
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MILLISECONDS = 1000;

export interface RunningWork {
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Resolves when nothing runs any more, or after a second. */
  settle(): Promise<void>;
}

export const createRunningWork = (): RunningWork => {
  const running = new Set<Promise<unknown>>();
  return {
    async run(work) {
      const promise = work();
      running.add(promise);
      try {
        return await promise;
      } finally {
        running.delete(promise);
      }
    },
    async settle() {
      const patience = wait(PATIENCE_MILLISECONDS, 'late' as const);
      while (running.size > 0) {
        if ((await Promise.race([Promise.allSettled(running), patience])) === 'late') return;
      }
    },
  };
};
