import { basename } from 'node:path';

/** The call in a clone of the repository; the last two dashes make npm pass the options on. */
export const AS_NPM_SCRIPT = 'npm run --silent warden --';

/** The words with which a person called the program, for examples to copy. `script`: the path of the program. */
export function calledAs({
  script,
  env,
}: {
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): string {
  const name = basename(script);
  if (name === 'main.ts') return AS_NPM_SCRIPT;
  // npm runs a package that is not installed with this event.
  return env['npm_lifecycle_event'] === 'npx' ? `npx ${name}` : name;
}
