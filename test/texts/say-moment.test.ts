// A moment in the words of a language: every value, morning and evening, and the day of its own time.
import { describe, expect, it } from 'vitest';
import { sayMoment } from '#texts/say-moment.ts';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec';
const texts = { hoursFromUtc: 0, am: 'am', pm: 'pm', months };
const say = (at: number, form: string, hoursFromUtc = 0) => sayMoment(at, { ...texts, form, hoursFromUtc });

describe('a moment', () => {
  it.each([
    [0, '12:04 am'],
    [9, '9:04 am'],
    [12, '12:04 pm'],
    [23, '11:04 pm'],
  ])('at hour %i is %s', (hour, said) => {
    expect(say(Date.UTC(2026, 0, 5, hour, 4), '{hourOf12}:{minute} {half}')).toBe(said);
  });

  it('has its date by number and by name, and the hours of a day with two digits', () => {
    const form = '{year}/{month}/{day} {monthName} {hour}:{minute}';
    expect(say(Date.UTC(2026, 10, 5, 6, 4), form)).toBe('2026/11/5 Nov 06:04');
  });

  it('is in the time of the language', () => {
    expect(say(Date.UTC(2026, 11, 31, 20), '{year}-{month}-{day} {hour}', 9)).toBe('2027-1-1 05');
  });

  it('is refused in a form that asks for something else', () => {
    expect(() => say(0, '{era}')).toThrow('{era}');
  });
});
