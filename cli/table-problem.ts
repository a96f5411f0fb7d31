import { UsageError } from './io.ts';

/** An error of the state table that its name or its rights explain. */
export function tableProblem(
  error: unknown,
  { table, homeRegion }: { table: string; homeRegion: { readonly name: string; readonly value: string } },
): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ResourceNotFoundException')
    return new UsageError(
      `--table ${table}: there is no such table in this account in ${homeRegion.value} (${homeRegion.name}). Check --table, --region and --profile`,
    );
  if (error.name === 'AccessDeniedException')
    return new UsageError(
      `--table ${table}: it may not be read: ${error.message}. Allow it, or use another identity (--profile, --role-arn)`,
    );
  // Only the SDK gives errors a side that is at fault.
  return '$fault' in error
    ? new UsageError(
        `--table ${table}: DynamoDB in ${homeRegion.value} (${homeRegion.name}) answered ${error.name}: ${error.message}. Check --region and --endpoint-url, or try again later`,
      )
    : error;
}
