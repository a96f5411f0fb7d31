import { importsOf, packagesOf, type SourceFile } from './imports.ts';

/**
 * Which folders a folder may import beside itself; the longest matching folder decides. `lib/app` stands for its use cases,
 * `lib/app/wiring` alone composes the rim.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'lib/core': [],
  'lib/policy': ['lib/core'],
  'lib/targets': ['lib/core'],
  'lib/sql': ['lib/core', 'lib/policy'],
  'lib/render': ['lib/core', 'lib/policy'],
  'lib/aws': ['lib/core'],
  'lib/macie': ['lib/core', 'lib/aws'],
  'lib/cloudtrail': ['lib/core', 'lib/aws'],
  'lib/state': ['lib/core', 'lib/aws'],
  'lib/publish': ['lib/core', 'lib/aws', 'lib/render'],
  'lib/app': ['lib/core', 'lib/policy', 'lib/targets', 'lib/sql', 'lib/render'],
  'lib/app/wiring': [
    'lib/app',
    'lib/core',
    'lib/policy',
    'lib/targets',
    'lib/render',
    'lib/aws',
    'lib/macie',
    'lib/cloudtrail',
    'lib/state',
    'lib/publish',
  ],
  cli: ['lib/app', 'lib/app/wiring', 'lib/core', 'lib/policy', 'lib/sql', 'lib/render'],
  handlers: ['lib/app', 'lib/app/wiring'],
};

/** Where time, chance and the environment enter. */
const IMPURE: readonly string[] = [
  'lib/app/wiring/scan-deps.ts',
  'handlers/',
  'cli/main.ts',
  'sandbox/',
  'serverless/',
];

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly allowedIn: readonly string[];
}

export const RULES: readonly Rule[] = [
  {
    what: 'makes an SDK client',
    pattern: /\bnew \w+Client\(/,
    allowedIn: ['lib/aws/clients.ts', 'lib/aws/account-alias.ts', 'lib/aws/inspection/clients.ts', 'sandbox/'],
  },
  { what: 'reads the clock', pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, allowedIn: IMPURE },
  { what: 'draws at random', pattern: /\bMath\.random\(|\brandomUUID\(/, allowedIn: IMPURE },
  { what: 'reads the environment', pattern: /\bprocess\.env\b/, allowedIn: IMPURE },
  { what: 'opens a database of SQLite', pattern: /['"]node:sqlite['"]/, allowedIn: ['lib/sql/database.ts'] },
  { what: 'reads the name of an error', pattern: /\b(?:error|cause)\.name\b/, allowedIn: ERROR_NAMES() },
];

function ERROR_NAMES(): readonly string[] {
  return [
    'lib/aws/',
    'lib/state/lease.ts',
    'lib/core/errors.ts',
    'lib/app/run/attempt.ts',
    'lib/policy/load.ts',
    'cli/',
    'sandbox/',
    'serverless/',
  ];
}

/** What is wrong with a file, one sentence each. */
export function violationsOf(file: SourceFile): readonly string[] {
  return [...importViolations(file), ...codeViolations(file)];
}

function importViolations(file: SourceFile): readonly string[] {
  const folder = folderOf(file.path);
  if (folder === null) return [];
  const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
  const files = importsOf(file)
    .filter((target) => !allowed.includes(folderOf(target) ?? target))
    .map((target) => `${file.path} imports ${target}, and ${folder} may import ${allowed.join(', ')}`);
  const packages = folder === 'lib/core' ? packagesOf(file) : [];
  return [...files, ...packages.map((name) => `${file.path} imports ${name}, and lib/core imports no package`)];
}

function folderOf(path: string): string | null {
  const folders = Object.keys(MAY_IMPORT).filter((folder) => path.startsWith(`${folder}/`));
  return folders.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

function codeViolations({ path, text }: SourceFile): readonly string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return RULES.filter(
    ({ pattern, allowedIn }) => pattern.test(code) && !allowedIn.some((one) => path.startsWith(one)),
  ).map(({ what, allowedIn }) => `${path} ${what}, which only ${allowedIn.join(', ')} may do`);
}
