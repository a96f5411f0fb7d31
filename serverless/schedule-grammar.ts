/** One field of a cron expression. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** The names of the numbers from `first` on. */
  readonly names?: readonly string[];
  /** Other forms of the field than `*`, values, ranges and steps. */
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MINUTES: Field = { name: 'minutes', first: 0, last: 59 };
const HOURS: Field = { name: 'hours', first: 0, last: 23 };
const DAY_OF_MONTH: Field = {
  name: 'day-of-month',
  first: 1,
  last: 31,
  special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/,
};
const MONTH: Field = { name: 'month', first: 1, last: 12, names: MONTHS };
const DAY_OF_WEEK: Field = {
  name: 'day-of-week',
  first: 1,
  last: 7,
  names: DAYS,
  special: /^(\?|L|[1-7]L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/,
};
const YEAR: Field = { name: 'year', first: 1970, last: 2199 };
const FIELDS = [MINUTES, HOURS, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR];

const RATE = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/;

/** The part of an expression that EventBridge Scheduler refuses or never does, as `expected …, found …`; null if nothing. */
export function scheduleProblem(expression: string, thisYear = new Date().getUTCFullYear()): string | null {
  const problem = RATE.test(expression) ? rateProblem(expression) : cronProblem(expression, thisYear);
  if (problem === null) return null;
  const { expected, hint = '' } = problem;
  return `expected ${expected}, found ${JSON.stringify(expression)}${hint === '' ? '' : `. ${hint}`}`;
}

interface Problem {
  readonly expected: string;
  readonly hint?: string;
}

/** Rules of EventBridge refuse `rate(1 hours)`; its Scheduler does not say. */
function rateProblem(expression: string): Problem | null {
  const [, count = '', unit = '', plural] = RATE.exec(expression) ?? [];
  if ((count === '1') === (plural === '')) return null;
  return { expected: `rate(${count} ${unit}${count === '1' ? '' : 's'})` };
}

function cronProblem(expression: string, thisYear: number): Problem | null {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  if (fields.length !== FIELDS.length)
    return { expected: `rate(1 hour) or cron(${FIELDS.map(({ name }) => name).join(' ')})` };
  const [, , dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const problems = FIELDS.map((field, index) => fieldProblem(fields[index] ?? '', field));
  const first = problems.find((one) => one !== null);
  if (first !== undefined) return first;
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    return {
      expected: '? as either day-of-month or day-of-week',
      hint: 'Put ? where you name no days, such as cron(0 8 ? * MON *)',
    };
  const isEver = (valuesOf(year, YEAR)?.at(-1) ?? YEAR.last) >= thisYear && hasDay(dayOfMonth, month);
  return isEver ? null : { expected: 'a time that is still to come' };
}

function fieldProblem(text: string, field: Field): Problem | null {
  if (field.special?.test(text)) return null;
  const parts = text.split(',');
  const { name, first, last, names = [] } = field;
  const ofNames = names.length === 0 ? '' : ` or ${names[0]} to ${names.at(-1)}`;
  if (parts.some((part) => part === '*' && parts.length > 1) || parts.some((part) => rangeOf(part, field) === null))
    return { expected: `${name} from ${first} to ${last}${ofNames}` };
  const wrapped = parts.map((part) => rangeOf(part, field)).find((range) => range !== null && range.from > range.to);
  if (!wrapped) return null;
  const [from, to] = [wrapped.from, wrapped.to].map((value) => names[value - first] ?? String(value));
  return {
    expected: `a range of ${name} that ends after it begins`,
    hint: `Write ${from}-${names.at(-1) ?? last},${names[0] ?? first}-${to}`,
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** `*`, a value or a range, each with or without a step such as 0/15. */
function rangeOf(part: string, { first, last, names = [] }: Field): Range | null {
  const [range = '', step = '1', ...more] = part.split('/');
  if (more.length > 0 || !/^[1-9]\d*$/.test(step) || Number(step) > last) return null;
  if (range === '*') return { from: first, to: last, step: Number(step) };
  const values = range
    .split('-')
    .map((value) => (names.includes(value) ? names.indexOf(value) + first : numberOf(value)));
  const [from, to = part.includes('/') ? last : from] = values;
  const isWithin = values.length <= 2 && values.every((value) => value >= first && value <= last);
  return isWithin && from !== undefined && to !== undefined ? { from, to, step: Number(step) } : null;
}

function numberOf(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}

/** In ascending order; null for the special ones. */
function valuesOf(text: string, field: Field): readonly number[] | null {
  if (field.special?.test(text)) return null;
  const ranges = text.split(',').flatMap((part) => rangeOf(part, field) ?? []);
  return ranges
    .flatMap(({ from, to, step }) =>
      Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step),
    )
    .toSorted((a, b) => a - b);
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Has one of the months one of the days? February has 30 in no year. */
function hasDay(dayOfMonth: string, month: string): boolean {
  const [earliest = 1] = valuesOf(dayOfMonth, DAY_OF_MONTH) ?? [Number.parseInt(dayOfMonth, 10) || 1];
  return (valuesOf(month, MONTH) ?? []).some((one) => earliest <= (LONGEST[one - 1] ?? 0));
}
