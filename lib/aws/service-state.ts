import { withPlainApostrophes } from './apostrophes.ts';
import { isIamDenial } from './denials.ts';
import type { ErrorFacts } from './error-facts.ts';
import type { Call, ErrorMeaning } from './error-meaning.ts';

const OFF_TYPES = new Set(['AccessDeniedException', 'ResourceNotFoundException']);

/** A service that says whether it is on in the account and Region. */
export function serviceState(facts: ErrorFacts, call: Call): ErrorMeaning | null {
  return macieState(facts, call) ?? securityHubState(facts, call);
}

/** Macie has several ways of saying that it is off. */
function macieState(facts: ErrorFacts, { operation }: Call): ErrorMeaning | null {
  const message = withPlainApostrophes(facts.message);
  if (operation.startsWith('macie2:') && OFF_TYPES.has(facts.name) && !isIamDenial(message)) {
    if (/macie (is not|isn't) enabled/i.test(message)) return { kind: 'not-enabled' };
    // This one does not name Macie, and has been seen for automated discovery alone.
    if (operation.endsWith('AutomatedDiscoveryConfiguration') && /has not been onboarded/i.test(message))
      return { kind: 'not-enabled' };
  }
  if (facts.name === 'ConflictException' && /already been enabled/i.test(message)) return { kind: 'already-enabled' };
  return null;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html */
function securityHubState(facts: ErrorFacts, { operation }: Call): ErrorMeaning | null {
  const isOff = /not subscribed to (?:AWS )?Security Hub/i.test(facts.message);
  return operation.startsWith('securityhub:') && isOff ? { kind: 'not-enabled' } : null;
}
