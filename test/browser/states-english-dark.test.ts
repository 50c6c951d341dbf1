// Every state of every page in English, by night.
import { judgeStates } from './judge-states.ts';

judgeStates('en', 'dark');
