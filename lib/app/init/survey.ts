import { SETTINGS } from '../../core/settings/index.ts';
import { parsePolicy } from '../../policy/parse.ts';
import type { RunRequest } from '../run/request.ts';

/** Which targets a survey reads. */
export interface SurveyScope {
  readonly accounts: 'self' | 'organization' | readonly string[];
  /** null: every one. */
  readonly regions: readonly string[] | null;
}

/** A run that reads every setting and compares it with nothing: its desired values only say what to read. Throws a PolicyError. */
export function surveyRequest({ accounts, regions }: SurveyScope): RunRequest {
  const text = JSON.stringify({ version: 1, accounts, regions: regions ?? 'all', desired: { status: 'ENABLED' } });
  const source = 'the command line';
  const policy = { ...parsePolicy(text, source), desired: everySetting() };
  return { policy: { policy, source, sha256: '' }, trigger: 'command-line', ceiling: 'report', publish: 'changes' };
}

function everySetting(): Readonly<Record<string, string>> {
  return Object.fromEntries(SETTINGS.map(({ id, schema }) => [id, 'values' in schema ? (schema.values[0] ?? '') : '']));
}
