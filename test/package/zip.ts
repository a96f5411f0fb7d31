import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Stack, Template } from './template.ts';

export interface Task {
  readonly template: Template;
  readonly folder: string;
}

/** Writes the files of the function's zip to a folder of their own, as Lambda does. */
export function unpack({ template, files }: Stack): Task {
  const folder = mkdtempSync(join(tmpdir(), 'task-'));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return { template, folder };
}

interface Invocation {
  readonly event: object;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a function from its zip alone, in a process of its own, with the environment that its template gives it. */
export async function invoke(task: Task, handler: string, { event, env }: Invocation): Promise<unknown> {
  const output = await runInTask(
    task,
    `
    const { handler } = await import('./handlers/${handler}.mjs');
    const answer = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 60_000 });
    console.log('ANSWER' + JSON.stringify(answer));
    `,
    { ...environmentOf(task.template, handler), ...env },
  );
  return JSON.parse(output.split('ANSWER')[1] ?? 'null');
}

/** Loads files of the zip, with the environment of a function: each loads the start of a function as well. */
export async function load(task: Task, files: readonly string[]): Promise<void> {
  const program = files.map((file) => `await import('./handlers/${file}');`).join('\n');
  await runInTask(task, program, { ...environmentOf(task.template, 'check'), AWS_REGION: 'us-east-1' });
}

async function runInTask(task: Task, program: string, env: Readonly<Record<string, string>>): Promise<string> {
  const args = ['--import', join(import.meta.dirname, 'record-modules.ts'), '--input-type=module', '-e', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: task.folder,
    env: { ...env, LOADED_FILES: join(task.folder, 'loaded') },
  });
  return stdout;
}

/** The names of the files that were loaded by any process so far. */
export function loadedFiles({ folder }: Task): ReadonlySet<string> {
  const list = join(folder, 'loaded');
  return new Set(existsSync(list) ? readFileSync(list, 'utf8').trimEnd().split('\n') : []);
}

/** What CloudFormation makes of the references in the environment of a function. */
const REFERENCES: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111122223333',
  Topic: 'arn:aws:sns:us-east-1:111122223333:alerts',
  StateTable: 'macie-warden-prod',
};

function environmentOf({ Resources }: Template, handler: string): Record<string, string> {
  const words = handler.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = `${words.join('')}LambdaFunction`;
  const { Variables }: { Variables: Record<string, string | Ref> } = Object(Resources[name]?.Properties['Environment']);
  return Object.fromEntries(
    Object.entries(Variables).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : (REFERENCES[value.Ref] ?? value.Ref),
    ]),
  );
}

interface Ref {
  readonly Ref: string;
}
