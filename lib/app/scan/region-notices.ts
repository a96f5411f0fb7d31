import type { Notice } from '../../core/compliance/report.ts';
import { ALL_REGIONS } from '../../core/regions.ts';
import { pathText } from '../../policy/path-text.ts';
import { unknownRegion } from '../../policy/region-name.ts';
import { regionWarnings } from '../../policy/warnings/region-warnings.ts';
import type { RunRequest } from '../run/request.ts';

/** `policy validate` shows all of them. */
const MAX_NOTICES = 10;

/** The names of Regions, in the policy and in the request, that neither this version nor AWS's lists have. Pure. */
export function regionNotices(
  { policy: { policy }, only }: Pick<RunRequest, 'policy' | 'only'>,
  liveRegions: readonly string[],
): readonly Notice[] {
  const known = [...new Set([...ALL_REGIONS, ...liveRegions])];
  const inPolicy = regionWarnings(policy, known).filter(({ kind }) => kind !== 'not-read');
  const asked = (only?.regions ?? []).flatMap((region) => unknownRegion(region, new Set(known)) ?? []);
  const warnings = [
    ...asked.map(({ message, hint }) => ({ text: `the run was asked for a Region: ${message}`, hint })),
    ...inPolicy.map(({ path, message, hint }) => ({ text: `the policy has ${pathText(path)}: ${message}`, hint })),
  ];
  const more = warnings.length - MAX_NOTICES;
  return [
    ...warnings.slice(0, MAX_NOTICES).map(({ text, hint }) => notice(withHint(text, hint?.() ?? null))),
    ...(more > 0 ? [notice(`the policy has ${more} more warnings: \`macie-warden policy validate\` shows them`)] : []),
  ];
}

function notice(message: string): Notice {
  return { kind: 'policy-warning', message };
}

/** In brackets: a notice ends with a full stop. */
function withHint(text: string, hint: string | null): string {
  return hint === null ? text : `${text} (${hint.charAt(0).toLowerCase()}${hint.slice(1)})`;
}
