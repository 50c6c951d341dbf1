// Base64 as hashes of passwords hold it, read strictly: two texts never stand for the same bytes.

/** `undefined` if it is no base64, or has stray bits at its end. Padding may be left out. */
export const decodeBase64 = (text: string): Buffer | undefined => {
  const bare = text.replace(/={1,2}$/, '');
  const bytes = Buffer.from(bare, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === bare ? bytes : undefined;
};

/** passlib writes `.` instead of `+`. */
export const decodeAdaptedBase64 = (text: string): Buffer | undefined => decodeBase64(text.replaceAll('.', '+'));

/** Firebase's tools write either alphabet. */
export const decodeEitherBase64 = (text: string): Buffer | undefined =>
  decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
