// Hangul as it is typed with the keyboard switched to Latin, on the standard Korean layout (dubeolsik).

const INITIALS = 'r R s e E f a q Q t T d w W c z x v g'.split(' ');
const MEDIALS = 'k o i O j p u P h hk ho hl y n nj np nl b m ml l'.split(' ');
const FINALS = ['', ...'r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g'.split(' ')];
const FIRST = 0xac00;
const LAST = 0xd7a3;

/** In lower case; what is no hangul syllable stays as it is. */
export const toLatinKeys = (text: string): string => [...text].map(keysOf).join('').toLowerCase();

const keysOf = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code < FIRST || code > LAST) return character;
  const index = code - FIRST;
  const medials = MEDIALS.length * FINALS.length;
  const initial = INITIALS[Math.floor(index / medials)] ?? '';
  const medial = MEDIALS[Math.floor((index % medials) / FINALS.length)] ?? '';
  return initial + medial + (FINALS[index % FINALS.length] ?? '');
};
