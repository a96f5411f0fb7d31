import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim, placeOf, putInPlace, release } from '../fixtures/shelf.ts';
import { copyProject, PARTS, serverless } from './serverless.ts';
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

async function compileTo(place: string, args: readonly string[]): Promise<void> {
  const { folder } = await packageWithoutCode(args);
  putInPlace(join(folder, '.serverless'), place);
}

/** Runs `serverless package` without bundling. */
export async function packageWithoutCode(args: readonly string[]): Promise<{ folder: string; output: string }> {
  const folder = copyProject();
  const config = join(folder, 'serverless.yml');
  const text = readFileSync(config, 'utf8')
    .replace('  - serverless-esbuild\n', '')
    .replace('\npackage:\n', '\npackage:\n  artifact: empty.zip\n');
  writeFileSync(config, text);
  writeFileSync(join(folder, 'empty.zip'), EMPTY_ZIP);
  return serverless(['package', ...args], { folder });
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
