// The longest text of an answer, for those without a limit of their own.

/** Lambda answers no more than 6 MB. */
export const ANSWER_MAXIMUM_LENGTH = 6 * 1024 * 1024;
