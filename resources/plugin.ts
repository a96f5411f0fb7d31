import { PARAMETERS, parseParameters } from './parameters.ts';

/** What this plugin uses of the Serverless Framework, which has no types of its own. */
interface Serverless {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly processedInput: { readonly commands: readonly string[]; readonly options: Options };
  readonly service: {
    readonly functions: Record<string, { environment?: Record<string, unknown> }>;
    readonly custom: { readonly esbuild: { outputFileExtension: string } };
  };
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

  constructor(serverless: Serverless) {
    let problems: readonly string[] = [];
    const resolve = async ({ address, resolveVariable }: Lookup) => {
      const parsed = parseParameters(await readParameters(resolveVariable, serverless.processedInput.options));
      problems = parsed.problems;
      return { value: address.split('.').reduce<unknown>(property, parsed.values) };
    };
    this.configurationVariablesSources = { stack: { resolve } };
    this.hooks = {
      initialize: () => {
        // Thrown here and not by `resolve`: there each place that uses a value repeats the sentence.
        if (problems.length > 0) throw new serverless.classes.Error(problems.join('\n'), 'STACK_PARAMETERS');
        if (serverless.processedInput.commands.join(' ') === 'invoke local') prepareForLocal(serverless);
      },
    };
  }
}

async function readParameters(resolveVariable: Lookup['resolveVariable'], options: Options) {
  const values = new Map<string, string>();
  for (const name of new Set([...PARAMETERS, ...named(options)])) {
    const value = await resolveVariable(`param:${name}`);
    values.set(name, typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  }
  return values;
}

/** The names on the command line: a misspelt one is otherwise ignored, and the default quietly used. */
function named({ param }: Options): readonly string[] {
  return (param ?? []).map((assignment) => assignment.split('=')[0] ?? assignment);
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** What `invoke local` needs otherwise than Lambda. */
function prepareForLocal({ processedInput: { options }, service }: Serverless): void {
  // It looks for .js and .cjs; package.json beside the bundle says that .js is an ES module, which nothing says in Lambda.
  service.custom.esbuild.outputFileExtension = '.js';
  // It asks CloudFormation what `!Ref` means. The environment answers that without a stack; without a table every run says everything.
  for (const [name, fallback] of [
    ['TOPIC_ARN', undefined],
    ['STATE_TABLE', ''],
  ] as const) {
    const value = given(name, options) ?? fallback;
    for (const { environment } of Object.values(service.functions)) {
      if (value !== undefined && environment) environment[name] = value;
    }
  }
}

/** From `--env NAME=value`, else from the environment. */
function given(name: string, { env }: Options): string | undefined {
  const fromOptions = [env ?? []].flat().find((assignment) => assignment.startsWith(`${name}=`));
  // oxlint-disable-next-line node/no-process-env -- only here, on the machine of who deploys
  return fromOptions?.slice(name.length + 1) ?? process.env[name];
}

// Serverless takes what `require` gives it for the plugin.
export { StackPlugin as 'module.exports' };
