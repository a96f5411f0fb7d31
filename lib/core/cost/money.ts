import type { Lookup } from '../lookup.ts';

/** Macie writes costs as texts. Anything but plain digits is no number to add up: `1e5`, `1,000`, `-1`, ` 1`. */
const MONEY = /^\d{1,12}(?:\.\d{1,30})?$/;

/** The costs of AWS are in USD. Another currency cannot be added to them. */
export function readMoney(amount: unknown, currency: unknown): Lookup<number> {
  if (currency !== 'USD') return { kind: 'unknown', why: `the currency is ${shown(currency)}, not USD` };
  if (typeof amount !== 'string' || !MONEY.test(amount))
    return { kind: 'unknown', why: `the amount is ${shown(amount)}, which is no number of dollars` };
  return { kind: 'known', value: Number(amount) };
}

const MAX_SHOWN = 40;

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, MAX_SHOWN);
}

/** Up to a full cent: the upper end of a range is not to be passed. The last digits of a binary fraction do not count. */
export function centsUp(amount: number): number {
  return Math.max(0, Math.ceil(roundMoney(amount) * 100 - 1e-6) / 100);
}

/** To a hundredth of a cent: sums of the same items are the same, whatever their order. */
export function roundMoney(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}
