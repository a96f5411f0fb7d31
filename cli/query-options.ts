import { Option, type Command } from 'commander';
import type { QueryFormat } from '../lib/render/formats/query-lines.ts';
import type { AwsOptions } from './aws-options.ts';
import type { Io } from './io.ts';
import { policySource } from './options.ts';
import type { OutputOptions } from './output.ts';
import type { SqlSource } from './query-text.ts';

export interface QueryOptions extends AwsOptions, OutputOptions, SqlSource {
  /** false: --no-policy. Left out: policy.yml, if there is one. */
  readonly policy?: string | false;
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly concurrency?: number;
  readonly table: string;
  readonly format: QueryFormat;
  readonly explain?: true;
  readonly yes?: true;
}

/** The policy is an option: a query can do without. */
export function policyOrNone(command: Command, io: Io): Command {
  return command
    .addOption(
      new Option(
        '-p, --policy <file>',
        'a file, ssm:/name or s3://bucket/key, whose accounts and Regions are read; default: policy.yml, or the built-in one where there is none',
      ).argParser((text: string) => policySource(text, io)),
    )
    .option(
      '--no-policy',
      'compare with nothing: read the own account and every Region, or those of --accounts and --regions',
    );
}
