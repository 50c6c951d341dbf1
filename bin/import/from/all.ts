// The services that accounts can come from.
import { betterAuth } from './better-auth.ts';
import { cognito } from './cognito.ts';
import { django } from './django.ts';
import { firebase } from './firebase.ts';
import { latchkey } from './latchkey.ts';
import type { Source } from './source.ts';
import { supabase } from './supabase.ts';

export const SOURCES = {
  latchkey,
  django,
  supabase,
  cognito,
  'better-auth': betterAuth,
  firebase,
} as const satisfies Record<string, Source>;
export type SourceName = keyof typeof SOURCES;

export const isSourceName = (name: string): name is SourceName => Object.hasOwn(SOURCES, name);
