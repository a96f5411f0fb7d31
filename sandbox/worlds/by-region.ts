import { z } from 'zod';
import { AWS_REGIONS, MACIE_REGIONS, regionProblem } from './regions.ts';

export const accountId = z
  .string({ error: 'expected an account of 12 digits, in quotes' })
  .regex(/^\d{12}$/, 'expected an account of 12 digits, in quotes');

export const region = z.string().superRefine((name, context) => {
  const problem = regionProblem(name, AWS_REGIONS);
  if (problem) context.addIssue(problem);
});

/** Values by Region with Macie. `"*"` stands for every Region that has no entry. */
export function byMacieRegion<T extends z.ZodType>(value: T) {
  return z.record(z.string(), value).superRefine((values, context) => {
    for (const name of Object.keys(values)) {
      const problem = name === '*' ? null : regionProblem(name, MACIE_REGIONS);
      if (problem) context.addIssue({ code: 'custom', message: problem, path: [name] });
    }
  });
}

/** The value for a Region of a record that may have `"*"`. */
export function valueIn<V>(values: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(values, key) ? values[key] : values['*'];
}
