import type { Held } from '../../core/guard-rails/repair-limit.ts';

/** What a plan leaves to wait for. */
export type Cooling = Pick<Held, 'cooling' | 'coolAt'>;

export const NOT_COOLING: Cooling = { cooling: new Set(), coolAt: null };

export function coolingOf({ cooling, coolAt }: Cooling): Cooling {
  return { cooling, coolAt };
}
