// Greets whoever has proven an address. An event comes at least once: the same id again is a repeat, and is left alone.
const greeted = new Set();

export const handler = async ({ detail }) => {
  if (greeted.has(detail.id)) return;
  greeted.add(detail.id);
  console.log(`welcome ${detail.userId}`);
};
