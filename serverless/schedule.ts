/** The longest time between two runs of a schedule, or why it is not known. */
export type Pace = { readonly longestGapMinutes: number } | { readonly problem: string };

const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const RATE = /^rate\((\d{1,5}) (minute|hour|day)s?\)$/;
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
const EXPECTED = 'expected rate(1 hour), rate(N minutes|hours|days) or cron(minutes hours ? * days-of-week *)';
// An alarm of CloudWatch covers seven days at most, and a missed run shows only after the run that should have been.
const LONGEST_MINUTES = 6 * 1440;

/** How far apart the runs of an EventBridge Scheduler expression can be: the alarm on a missed run needs to know. */
export function paceOf(schedule: string): Pace {
  const gap = rateGap(schedule) ?? cronGap(schedule);
  if (gap === undefined) return { problem: `${EXPECTED}, found ${JSON.stringify(schedule)}` };
  if (gap <= LONGEST_MINUTES) return { longestGapMinutes: gap };
  return {
    problem: `expected a run at least every 6 days, found ${JSON.stringify(schedule)}: the alarm on a missed run covers no more`,
  };
}

function rateGap(schedule: string): number | undefined {
  const [, count, unit] = RATE.exec(schedule) ?? [];
  const minutes = Number(count) * (UNIT_MINUTES[unit ?? ''] ?? 0);
  return minutes > 0 ? minutes : undefined;
}

/** Days of the month, months and years stay open: with them a gap depends on the calendar. */
function cronGap(schedule: string): number | undefined {
  const [, minutes = '', hours = '', dayOfMonth = '', month, daysOfWeek = '', year] = CRON.exec(schedule) ?? [];
  if (!/^[*?]$/.test(dayOfMonth) || month !== '*' || year !== '*') return undefined;
  const minuteGap = cyclicGap(minutes, { first: 0, last: 59 });
  const hourGap = cyclicGap(hours, { first: 0, last: 23 });
  const dayGap = cyclicGap(named(daysOfWeek), { first: 1, last: 7 });
  if (minuteGap === undefined || hourGap === undefined || dayGap === undefined) return undefined;
  if (dayGap > 1) return dayGap * 1440;
  return hourGap > 1 ? hourGap * 60 : minuteGap;
}

function named(days: string): string {
  return days.replace(/[A-Z]{3}/gi, (name) => String(DAYS.indexOf(name.toUpperCase()) + 1));
}

interface Cycle {
  readonly first: number;
  readonly last: number;
}

/** The longest step between two values of one cron field, around the clock. */
function cyclicGap(field: string, cycle: Cycle): number | undefined {
  const values = field === '?' ? expand('*', cycle) : field.split(',').flatMap((part) => expand(part, cycle) ?? NaN);
  if (values === undefined || values.some(Number.isNaN)) return undefined;
  const sorted = [...new Set(values)].toSorted((a, b) => a - b);
  const length = cycle.last - cycle.first + 1;
  const next = [...sorted.slice(1), (sorted[0] ?? NaN) + length];
  return Math.max(...sorted.map((value, at) => (next[at] ?? NaN) - value));
}

// A star, 3 or 1-5, each with or without a step such as 0/15.
function expand(part: string, { first, last }: Cycle): readonly number[] | undefined {
  const match = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
  if (!match) return undefined;
  const [, star, from, to, by] = match;
  const start = star ? first : Number(from);
  const end = to !== undefined ? Number(to) : star || by !== undefined ? last : start;
  const step = Number(by ?? 1);
  if (start < first || end > last || start > end || step < 1) return undefined;
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, at) => start + at * step);
}
