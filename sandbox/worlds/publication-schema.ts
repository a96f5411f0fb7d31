import { z } from 'zod';
import { valueIn } from './by-region.ts';

/** The publication of findings to Security Hub, as a world describes it. `null` is an answer without the flag. */
export const publicationSchema = z.strictObject({
  policyFindings: z.boolean().nullable().default(true),
  classificationFindings: z.boolean().nullable().default(false),
});

export type Publication = z.infer<typeof publicationSchema>;

/** By default Macie publishes policy findings alone. https://docs.aws.amazon.com/macie/latest/user/findings-publish-security-hub.html */
export function publicationOf(values: Readonly<Record<string, Publication>> | undefined, region: string): Publication {
  return valueIn(values ?? {}, region) ?? { policyFindings: true, classificationFindings: false };
}
