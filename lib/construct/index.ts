// What `latchkey/cdk` gives to other stacks.
export { Latchkey, type LatchkeyTables } from './latchkey.ts';
export type { LatchkeyProps } from './props.ts';
