import { afterAll } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim, placeOf, putInPlace, release } from '../fixtures/shelf.ts';
import { copyProject, environmentIn, PARTS, serverless } from './serverless.ts';
import type { Template } from './template.ts';
import type { Options } from './parameter-values.ts';

/** A zip without files: the record that ends every zip. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);

export interface Compiled {
  readonly path: string;
  readonly template: Template;
}

/**
 * The template that `serverless package` makes with these options, compiled once for all workers and runs, without bundling: the code is
 * most of its time, and no part of the template.
 */
export async function compiledTemplate(options: Options): Promise<Compiled> {
  const args = argumentsOf(options);
  const folder = placeOf(PARTS, ['without code', ...args]);
  if (await claim(folder)) await compileTo(folder, args).finally(() => release(folder));
  const path = join(folder, 'cloudformation-template-update-stack.json');
  return { path, template: JSON.parse(readFileSync(path, 'utf8')) };
}

let compiler: { readonly folder: string; readonly child: ChildProcess } | undefined;
/** The end of the template that is compiled last: the compiler takes one at a time. */
let turn: Promise<unknown> = Promise.resolve();
afterAll(async () => {
  // One that has ended by itself emits nothing any more.
  if (compiler?.child.kill()) await once(compiler.child, 'exit');
});

async function compileTo(place: string, args: readonly string[]): Promise<void> {
  const before = turn;
  turn = before.catch(() => undefined).then(async () => compileNext(place, args));
  await turn;
}

async function compileNext(place: string, args: readonly string[]): Promise<void> {
  const { folder, child } = (compiler ??= startCompiler());
  let output = '';
  const keep = (chunk: unknown): void => void (output += String(chunk));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.send(['package', ...args]);
  const [isCompiled] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  child.stdout?.off('data', keep);
  child.stderr?.off('data', keep);
  if (isCompiled !== true) throw new Error(output);
  putInPlace(join(folder, '.serverless'), place);
}

function startCompiler() {
  const folder = projectWithoutCode();
  const child = fork(join(import.meta.dirname, 'compiler.ts'), {
    cwd: folder,
    env: environmentIn(folder),
    silent: true,
  });
  return { folder, child };
}

/** Runs `serverless package` without bundling. */
export async function packageWithoutCode(args: readonly string[]): Promise<{ folder: string; output: string }> {
  return serverless(['package', ...args], { folder: projectWithoutCode() });
}

function projectWithoutCode(): string {
  const folder = copyProject();
  const config = join(folder, 'serverless.yml');
  const text = readFileSync(config, 'utf8')
    .replace('  - serverless-esbuild\n', '')
    .replace('\npackage:\n', '\npackage:\n  artifact: empty.zip\n');
  writeFileSync(config, text);
  writeFileSync(join(folder, 'empty.zip'), EMPTY_ZIP);
  return folder;
}

function argumentsOf(options: Options): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    name === 'region' || name === 'stage' ? [`--${name}`, value] : ['--param', `${name}=${value}`],
  );
}

/** A template without the places of the code in the deployment bucket: their names have the time of packaging. */
export function withoutCode(template: Template): unknown {
  return JSON.parse(JSON.stringify(template, (key, value) => (key === 'S3Key' ? '' : value)));
}
