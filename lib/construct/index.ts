// What `latchkey/cdk` gives to other stacks.
export type { AdminAct, AdminGrant } from '../admin/acts.ts';
export { Latchkey, type LatchkeyTables } from './latchkey.ts';
export type { LatchkeyProps } from './props.ts';
