// The id of an account: that of the sign-up that created it (a ULID), or the one that the account had in another service.

/** Longer ones are no ids. */
export const USER_ID_MAXIMUM_LENGTH = 64;

const USER_ID = /^[\w-]{1,64}$/;

/** Whether the string has the form of a user id. It says nothing of when the account was created. */
export const isUserId = (text: string): boolean => USER_ID.test(text);
