import { z } from 'zod';

/** The largest finding, in bytes of JSON. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const MAX_BYTES = 240 * 1024;

const time = z.iso.datetime();
const text = (most: number) => z.string().min(1).max(most);
const fields = (most: number) =>
  z.record(text(128), z.string().max(most)).refine((map) => Object.keys(map).length <= 50);

export const workflow = z.strictObject({ Status: z.enum(['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED']) });

/** The limits of the fields that a finding can have here. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const finding = z.strictObject({
  SchemaVersion: z.literal('2018-10-08'),
  Id: text(512),
  ProductArn: text(2048),
  ProductName: text(128).optional(),
  CompanyName: text(128).optional(),
  GeneratorId: text(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  FindingProviderFields: z.strictObject({
    Severity: z.strictObject({
      Label: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
      Original: text(64).optional(),
    }),
    Types: z
      .array(z.string().regex(/^[^/]+(\/[^/]+){0,2}$/))
      .min(1)
      .max(50),
  }),
  FirstObservedAt: time.optional(),
  LastObservedAt: time.optional(),
  CreatedAt: time,
  UpdatedAt: time,
  Title: text(256),
  Description: text(1024),
  Remediation: z
    .strictObject({ Recommendation: z.strictObject({ Text: text(512).optional(), Url: z.url().optional() }) })
    .optional(),
  ProductFields: fields(2048).optional(),
  Resources: z
    .array(
      z.strictObject({
        Type: text(256),
        Id: text(512),
        Partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).optional(),
        Region: text(16).optional(),
        Details: z.strictObject({ Other: fields(1024).optional() }).optional(),
      }),
    )
    .min(1)
    .max(32),
  Compliance: z.strictObject({ Status: z.enum(['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE']) }),
  RecordState: z.enum(['ACTIVE', 'ARCHIVED']),
  Workflow: workflow.optional(),
});

type ImportedFinding = z.infer<typeof finding>;

/** A finding with the part that belongs to the people who work on it. */
export interface StoredFinding extends ImportedFinding {
  readonly Workflow: z.infer<typeof workflow>;
}

/** The finding, or why it is refused. */
export function readFinding(given: unknown): { readonly finding: ImportedFinding } | { readonly problem: string } {
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_BYTES) return { problem: 'The finding is larger than 240 KB' };
  const { data, error } = finding.safeParse(given);
  if (data) return { finding: data };
  const [issue] = error.issues;
  return { problem: `${issue?.path.join('.')}: ${issue?.message}` };
}
