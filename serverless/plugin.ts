import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finishResources, type TemplateResource } from './finish-template.ts';
import { alarmGuide } from './guide.ts';
import { prepareForLocal } from './invoke-local.ts';
import { packagedPolicy, property } from './packaged-policy.ts';
import { PARAMETERS, parseParameters } from './parameters.ts';
import type { Parsed } from './stack-values.ts';

/** The parts of the Serverless Framework that this plugin uses: it has no types of its own. */
interface Serverless {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly config: { readonly serviceDir: string };
  readonly processedInput: { readonly commands: readonly string[]; readonly options: Options };
  readonly service: {
    readonly provider: {
      readonly environment: Record<string, unknown>;
      readonly compiledCloudFormationTemplate: { Resources: Readonly<Record<string, TemplateResource>> };
    };
    readonly custom: { readonly esbuild: { outputFileExtension: string } };
  };
}

/** How a plugin speaks to the person who deploys. */
interface Utilities {
  readonly log: { readonly warning: (text: string) => void };
}

interface Options {
  readonly param?: readonly string[] | null;
  readonly env?: string | readonly string[] | null;
}

interface Lookup {
  readonly address: string;
  readonly resolveVariable: (variable: string) => Promise<unknown>;
}

/** Checks the parameters of the stack before anything is packaged, and gives `${stack:…}` what follows from them. */
class StackPlugin {
  readonly hooks: Readonly<Record<string, () => void>>;
  readonly configurationVariablesSources: Readonly<Record<string, unknown>>;

  constructor(serverless: Serverless, _: unknown, { log }: Utilities) {
    let parsed: Pick<Parsed, 'problems' | 'warnings'> = { problems: [], warnings: [] };
    let given: ReadonlyMap<string, string> = new Map();
    const resolve = async ({ address, resolveVariable }: Lookup) => {
      given = await readParameters(resolveVariable, serverless.processedInput.options);
      const context = {
        region: await textOf('self:provider.region', resolveVariable),
        stage: await textOf('sls:stage', resolveVariable),
        policy: packagedPolicy(given.get('policySource')),
      };
      const { values: ofStack, ...sentences } = parseParameters(given, context);
      parsed = sentences;
      const values = {
        ...ofStack,
        forwarderTemplate: readFileSync(FORWARDER, 'utf8'),
        memberTemplate: readFileSync(MEMBER, 'utf8'),
        guide: given.get('runbookUrl') || alarmGuide(JSON.parse(readFileSync(MANIFEST, 'utf8'))),
      };
      return { value: address.split('.').reduce<unknown>(property, values) };
    };
    this.configurationVariablesSources = { stack: { resolve } };
    this.hooks = {
      initialize: () => {
        // Thrown here and not by `resolve`: there each place that uses a value repeats the sentence.
        if (parsed.problems.length > 0)
          throw new serverless.classes.Error(parsed.problems.join('\n'), 'STACK_PARAMETERS');
        const command = serverless.processedInput.commands.join(' ');
        if (command === 'invoke local') prepareForLocal(serverless.service, serverless.processedInput.options);
        if (PACKAGING.has(command)) for (const warning of parsed.warnings) log.warning(warning);
      },
      'after:aws:package:finalize:mergeCustomProviderResources': () => finishTemplate(serverless, given),
      ...Object.fromEntries(BEFORE_BUNDLING.map((event) => [event, () => emptyBuildFolder(serverless)])),
    };
  }
}

const PACKAGING: ReadonlySet<string> = new Set(['package', 'deploy']);

/** Adds what concerns every resource of a type, when those of Serverless are there as well. */
function finishTemplate({ service }: Serverless, given: ReadonlyMap<string, string>): void {
  const template = service.provider.compiledCloudFormationTemplate;
  template.Resources = finishResources(template.Resources, {
    permissionsBoundary: given.get('permissionsBoundary') ?? '',
    kmsKeyArn: given.get('kmsKeyArn') ?? '',
  });
}

// The events at which serverless-esbuild bundles. This plugin comes before it in serverless.yml, and so do its hooks.
const BEFORE_BUNDLING = [
  'before:package:createDeploymentArtifacts',
  'before:deploy:function:packageFunction',
  'before:invoke:local:invoke',
];

/** `invoke local` leaves .js files of old code there. A package would contain them, and Lambda prefers them to .mjs. */
function emptyBuildFolder({ config }: Serverless): void {
  rmSync(join(config.serviceDir, '.esbuild'), { recursive: true, force: true });
}

async function readParameters(resolveVariable: Lookup['resolveVariable'], options: Options) {
  const values = new Map<string, string>();
  for (const name of new Set([...PARAMETERS, ...named(options)])) {
    const value = await resolveVariable(`param:${name}`);
    values.set(name, typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  }
  return values;
}

const MANIFEST = join(import.meta.dirname, '../package.json');
const FORWARDER = join(import.meta.dirname, '../resources/forwarder.yml');
const MEMBER = join(import.meta.dirname, '../resources/member.yml');

async function textOf(variable: string, resolveVariable: Lookup['resolveVariable']): Promise<string> {
  const value = await resolveVariable(variable);
  return typeof value === 'string' ? value : '';
}

/** The names on the command line: a misspelt one is otherwise ignored, and the default quietly used. */
function named({ param }: Options): readonly string[] {
  return (param ?? []).map((assignment) => assignment.split('=')[0] ?? assignment);
}

// Serverless takes what `require` gives it for the plugin.
export { StackPlugin as 'module.exports' };
