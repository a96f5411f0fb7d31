import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { AREAS, standingOf, type Area, type Standing } from '../lib/core/doctor/finding.ts';
import { closest } from '../lib/policy/closest.ts';
import { withAws, type AwsOptions } from './aws.ts';
import type { Finish, Io } from './io.ts';
import { awsOptions, exampleHelp, policySource } from './options.ts';
import { paintFor } from './paint.ts';
import { progressBar } from './progress.ts';
import { write } from './terminal.ts';
import { pathFrom } from './where.ts';

const EXIT_CODES: Readonly<Record<Standing, number>> = { ok: 0, wrong: 1, 'not-known': 2 };
const DEFAULT_STACK = 'macie-warden-prod';
const HELP = `
Areas: ${AREAS.join(', ')}

Exit codes:
  0  all is well
  1  something is wrong
  2  nothing is wrong, but something is not known
  3  bad usage, or no way to run`;
const EXAMPLES = [
  'doctor',
  'doctor --only trails,changes',
  'doctor --stack macie-warden-test --region eu-west-1 --json',
];

interface DoctorOptions extends AwsOptions {
  readonly stack?: string;
  readonly policy?: string;
  readonly only?: readonly Area[];
  readonly json?: true;
  readonly quiet?: true;
}

/** `macie-warden doctor`. */
export function addDoctor(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('doctor')
    .description('examine everything that can keep macie-warden from working; nothing is written')
    .addOption(
      new Option('--stack <name>', `the stack, SERVICE-STAGE (default: ${DEFAULT_STACK})`).argParser(stackName),
    )
    .addOption(
      new Option(
        '-p, --policy <file>',
        'a file, ssm:/name, s3://bucket/key or built-in (default: that of the stack, else policy.yml)',
      ).argParser((text) => policySource(text, io)),
    )
    .addOption(new Option('--only <areas>', 'only these areas, with commas between').argParser(areas))
    .option('--json', 'write JSON')
    .option('-q, --quiet', 'show no progress');
  awsOptions(command)
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: DoctorOptions) => {
      finish(await doctor(options, io));
    });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
function stackName(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected the name of a stack, such as macie-warden-prod.');
}

function areas(text: string): readonly Area[] {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (AREAS.some((area) => area === name)) continue;
    const near = closest(name, AREAS);
    throw new InvalidArgumentError(
      `Expected some of ${AREAS.join(', ')}, found ${JSON.stringify(name)}.${near === null ? '' : ` Did you mean ${near}?`}`,
    );
  }
  return AREAS.filter((area) => names.includes(area));
}

/** Resolves with the exit code. */
async function doctor({ stack, policy, only, json, quiet, ...options }: DoctorOptions, io: Io): Promise<number> {
  const [{ examine }, { examinationText, examinationJson }] = await Promise.all([
    import('../lib/app/doctor/examine.ts'),
    import('../lib/render/formats/doctor.ts'),
  ]);
  const bar = progressBar(io, quiet === true);
  bar.begin('examining');
  const examination = await withAws({ io, options }, async (aws) =>
    examine(
      {
        stack: stack ?? DEFAULT_STACK,
        isStackNamed: stack !== undefined,
        homeRegion: aws.homeRegion.value,
        policySource: policy,
        policyFile: pathFrom('policy.yml', io),
        hasPolicyFile: existsSync(pathFrom('policy.yml', io)),
        calledAs: io.calledAs,
        areas: only ?? AREAS,
        signal: io.cancel,
        onArea: (done, total) => bar.begin(`examined ${done} of ${total} areas`),
      },
      await aws.doctorDeps({ now: io.now, nodeVersion: process.versions.node }),
    ),
  ).finally(bar.clear);
  const paint = json ? null : paintFor(io.stdout, io.env);
  await write(
    io.stdout,
    json ? examinationJson(examination) : examinationText(examination, { width: io.stdout.columns, paint }),
    { isPainted: paint !== null },
  );
  return EXIT_CODES[standingOf(examination)];
}
