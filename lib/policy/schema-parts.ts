import * as z from 'zod/mini';

// The message of each node says what is expected there: `problems.ts` puts the place and the finding around it.

export const oneOf = <const T extends readonly string[]>(values: T) => z.enum(values, `one of ${values.join(', ')}`);

export const list = <T extends z.ZodMiniType>(item: T, what: string) =>
  z.array(item, `a list of ${what}`).check(z.minLength(1, `at least one of ${what}`));
