// Every state of every page in Korean, by day. Each state is judged once in each language and once in each of these.
import { judgeStates } from './judge-states.ts';

judgeStates('ko', 'light');
