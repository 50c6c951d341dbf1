// Plain JavaScript on purpose: an old Node must be able to run it and print the message.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Latchkey needs Node 24 and brings its own, but this is ${process.version}. Run "npm ci" again without --ignore-scripts, so that node_modules/.bin/node is there.`,
  );
  process.exit(1);
}
