// How long something keeps the processor: the clock would also count what else the machine does meanwhile.

/** Milliseconds of this thread alone. */
export const processorTime = (work: () => unknown): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};
