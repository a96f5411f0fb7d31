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
const FIELDS: readonly Field[] = [
  { name: 'minutes', first: 0, last: 59 },
  { name: 'hours', first: 0, last: 23 },
  { name: 'day-of-month', first: 1, last: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', first: 1, last: 12, names: MONTHS },
  {
    name: 'day-of-week',
    first: 1,
    last: 7,
    names: DAYS,
    special: /^(\?|L|[1-7]L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/,
  },
  { name: 'year', first: 1970, last: 2199 },
];

/** The part of an expression that EventBridge Scheduler refuses, as `expected …, found …`, or null. */
export function scheduleProblem(expression: string): string | null {
  if (/^rate\([1-9]\d* (minute|hour|day)s?\)$/.test(expression)) return null;
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ');
  if (fields?.length !== FIELDS.length)
    return `expected rate(1 hour) or cron(${FIELDS.map(({ name }) => name).join(' ')}), ${found(expression)}`;
  for (const [index, field] of FIELDS.entries())
    if (!isValid(fields[index] ?? '', field))
      return `expected ${field.name} from ${field.first} to ${field.last}, ${found(expression)}`;
  if ((fields[2] === '?') === (fields[4] === '?'))
    return `expected ? as either day-of-month or day-of-week, ${found(expression)}. Put ? where you name no days, such as cron(0 8 ? * MON *)`;
  return null;
}

function found(expression: string): string {
  return `found ${JSON.stringify(expression)}`;
}

function isValid(text: string, field: Field): boolean {
  if (field.special?.test(text)) return true;
  return text.split(',').every((part) => isPart(part, field));
}

/** `*`, a value or a range, each with or without a step such as 0/15. */
function isPart(part: string, { first, last, names = [] }: Field): boolean {
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const values = range
    .split('-')
    .map((value) => (names.includes(value) ? names.indexOf(value) + first : numberOf(value)));
  return values.length <= 2 && values.every((value) => value >= first && value <= last);
}

function numberOf(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}
