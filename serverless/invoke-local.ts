/** The parts of the service that it changes. */
interface LocalService {
  readonly provider: { readonly environment: Record<string, unknown> };
  readonly custom: { readonly esbuild: { outputFileExtension: string } };
}

interface Options {
  readonly env?: string | readonly string[] | null;
}

/** The changes that `invoke local` needs. */
export function prepareForLocal(service: LocalService, options: Options): void {
  // It searches for .js and .cjs; package.json beside the bundle makes .js an ES module, and Lambda has no such file.
  service.custom.esbuild.outputFileExtension = '.js';
  // It asks CloudFormation what `!Ref` means. The environment answers that without a stack; without a table every run reports everything, and no run is archived or imported into Security Hub.
  for (const [name, fallback] of [
    ['TOPIC_ARN', undefined],
    ['STATE_TABLE', ''],
    ['REPORT_BUCKET', ''],
    ['SECURITY_HUB_ACCOUNT', ''],
  ] as const) {
    const value = given(name, options) ?? fallback;
    if (value !== undefined) service.provider.environment[name] = value;
  }
}

/** From `--env NAME=value`, else from the environment. */
function given(name: string, { env }: Options): string | undefined {
  const fromOptions = [env ?? []].flat().find((assignment) => assignment.startsWith(`${name}=`));
  // oxlint-disable-next-line node/no-process-env -- only here, on the machine of who deploys
  return fromOptions?.slice(name.length + 1) ?? process.env[name];
}
