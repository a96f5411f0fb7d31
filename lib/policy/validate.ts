import type { PlacedWarning, ValidatedPolicy } from './validated-policy.ts';
import { readPolicyText, type PolicyReaders } from './load.ts';
import { parseDocument, type ParsedPolicy } from './parse.ts';
import { pathText } from './path-text.ts';
import { nodeOffset, placeAt } from './places.ts';
import { sha256Of } from './sha256.ts';
import { policyWarnings, type WarningContext } from './warnings/policy-warnings.ts';
import type { PolicyWarning } from './warnings/warning.ts';

/** Loads a policy and finds the parts of it that are probably mistakes. Throws PolicyError. */
export async function validatePolicy(
  source: string,
  { readers, ...context }: WarningContext & { readonly readers: PolicyReaders },
): Promise<ValidatedPolicy> {
  const text = await readPolicyText(source, readers);
  const parsed = parseDocument(text, source);
  const { policy } = parsed;
  const warnings = policyWarnings(policy, context).map((warning) => placed(warning, { parsed, source }));
  return {
    loaded: { policy, source, sha256: sha256Of(text) },
    warnings: warnings.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

function placed(
  { path, message, hint }: PolicyWarning,
  { parsed: { document, lines }, source }: { parsed: ParsedPolicy; source: string },
): PlacedWarning {
  const place = placeAt(nodeOffset(document, path), lines);
  return { source, ...place, path: pathText(path), message, hint: hint?.() ?? null };
}
