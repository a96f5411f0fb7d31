import { z } from 'zod';

export const unitId = z.string().regex(/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, 'expected an id such as ou-ab12-11112222');

export interface WorldUnit {
  readonly id: string;
  readonly name: string;
  readonly organizationalUnits: readonly WorldUnit[];
}

/** An OU, with the OUs in it. */
export const unitSchema: z.ZodType<WorldUnit> = z.strictObject({
  id: unitId,
  name: z.string(),
  get organizationalUnits() {
    return z.array(unitSchema).default([]);
  },
});

/** The ids of OUs and of those in them. */
export function idsOf(units: readonly WorldUnit[]): readonly string[] {
  return units.flatMap(({ id, organizationalUnits }) => [id, ...idsOf(organizationalUnits)]);
}
