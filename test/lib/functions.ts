// Every function of the stack by its id: those of the support table, and the one that hears what becomes of mails.
import { FUNCTION_IDS, type FunctionId } from '../support/stack/stack.ts';

export const ALL_FUNCTION_IDS = { ...FUNCTION_IDS, feedback: 'FeedbackFunction' } as const;
export type AnyFunctionId = FunctionId | 'FeedbackFunction';
