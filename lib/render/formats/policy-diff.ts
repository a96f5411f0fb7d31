import type { ChangedTargets, PolicyDiff } from '../../policy/diff/diff-policies.ts';
import { columns } from '../words/columns.ts';
import { plain, markdown as escape } from '../words/escape.ts';

const NOTHING = 'none';

/** The changes of a policy for people, one group of lines for each. */
export function policyDiffText(diff: PolicyDiff): string {
  const changes = diff.changes.map(
    (change) =>
      `${plain(change.subject)}: ${plain(change.before ?? NOTHING)} -> ${plain(change.after ?? NOTHING)}\n` +
      change.targets.map((target) => `    ${plain(targetText(target, diff))}\n`).join(''),
  );
  const keys = columns(
    diff.keys.map(({ key, before, after }) => [`    ${key}`, `${before ?? NOTHING} -> ${after ?? NOTHING}`]),
  );
  const runs = keys === '' ? [] : [`Whole runs:\n${keys}`];
  return [`${headline(diff)}\n`, ...changes, ...runs].join('\n');
}

/** The same for a pull request: GitHub Flavored Markdown. */
export function policyDiffMarkdown(diff: PolicyDiff): string {
  const rows = diff.changes.map(
    (change) =>
      `| ${escape(change.subject)} | ${cell(change.before)} | ${cell(change.after)} | ${change.targets.map((target) => escape(targetText(target, diff))).join('<br>')} |\n`,
  );
  const keys = diff.keys.map(
    ({ key, before, after }) => `| ${escape(key)} | ${cell(before)} | ${cell(after)} | whole runs |\n`,
  );
  const table = [...rows, ...keys];
  const head = '| Setting | Before | After | Targets |\n| --- | --- | --- | --- |\n';
  return `${escape(headline(diff))}\n${table.length === 0 ? '' : `\n${head}${table.join('')}`}`;
}

function cell(value: string | null): string {
  return value === null ? NOTHING : escape(value);
}

function headline({ changes, keys, regions }: PolicyDiff): string {
  if (changes.length + keys.length === 0) return 'No target is held to anything else.';
  const counts = [
    count(changes.length, 'change of targets', 'changes of targets'),
    count(keys.length, 'change of whole runs', 'changes of whole runs'),
  ];
  return `${counts.filter((text) => text !== null).join(', ')}, in ${regions.length} Regions compared.`;
}

function count(size: number, one: string, many: string): string | null {
  return size === 0 ? null : `${size} ${size === 1 ? one : many}`;
}

function targetText({ accounts, regions }: ChangedTargets, diff: PolicyDiff): string {
  const who = accounts.length === diff.accounts.length ? 'every account' : accounts.join('; ');
  return `${who}: ${regionsText(regions, diff.regions)}`;
}

function regionsText(regions: readonly string[], all: readonly string[]): string {
  const missing = all.filter((region) => !regions.includes(region));
  if (missing.length === 0) return all.length === 1 ? regions.join(', ') : `all ${all.length} Regions`;
  return missing.length < regions.length ? `all Regions but ${missing.join(', ')}` : regions.join(', ');
}

/** The contract of `policy diff --format json`. */
export function policyDiffJson(diff: PolicyDiff): string {
  return `${JSON.stringify({ schemaVersion: 1, ...diff }, null, 2)}\n`;
}
