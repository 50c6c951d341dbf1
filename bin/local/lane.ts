// Works on many tickets, a few at a time and in their order.

export interface Lane<Ticket> {
  add(ticket: Ticket): void;
  /** Forgets what waits. What was begun goes on. */
  clear(): void;
}

/** `work` never throws. Begins after the current step of the program, so that an answer is not kept waiting. */
export const createLane = <Ticket>(width: number, work: (ticket: Ticket) => Promise<void>): Lane<Ticket> => {
  const waiting: Ticket[] = [];
  let running = 0;
  const run = async () => {
    for (let ticket = waiting.shift(); ticket !== undefined; ticket = waiting.shift()) await work(ticket);
    running--;
  };
  return {
    add: (ticket) => {
      waiting.push(ticket);
      if (running === width) return;
      running++;
      setImmediate(() => void run());
    },
    clear: () => {
      waiting.length = 0;
    },
  };
};
