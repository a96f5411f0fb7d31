import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, serverless } from './serverless.ts';
import type { Template } from './template.ts';
import type { Options } from './parameter-values.ts';

/** A zip without files: the record that ends every zip. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);

export interface Compiled {
  readonly path: string;
  readonly template: Template;
}

const compiled = new Map<Options, Promise<Compiled>>();

/** The template of these options, compiled once in this process. */
export function compiledTemplate(options: Options): Promise<Compiled> {
  const known = compiled.get(options) ?? compile(options);
  compiled.set(options, known);
  return known;
}

/** The template that `serverless package` makes with these options, without bundling: the code is most of its time, and no part of the template. */
async function compile(options: Options): Promise<Compiled> {
  const folder = copyProject();
  const config = join(folder, 'serverless.yml');
  const text = readFileSync(config, 'utf8')
    .replace('  - serverless-esbuild\n', '')
    .replace('\npackage:\n', '\npackage:\n  artifact: empty.zip\n');
  writeFileSync(config, text);
  writeFileSync(join(folder, 'empty.zip'), EMPTY_ZIP);
  await serverless(['package', ...argumentsOf(options)], { folder });
  const path = join(folder, '.serverless/cloudformation-template-update-stack.json');
  return { path, template: JSON.parse(readFileSync(path, 'utf8')) };
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
