import { isIamDenial } from '../aws/denials.ts';
import { explainError } from '../aws/explain-error.ts';
import type { Call, ErrorMeaning } from '../aws/error-meaning.ts';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Failure, Reading } from '../core/observation.ts';

/** What the error of a read call says of a group beside the session. Macie was on when its session was read right before. */
export async function explainRead(error: unknown, call: Call): Promise<Reading> {
  return readingOf(await explainError(error, call), call);
}

export function readingOf(meaning: ErrorMeaning, call: Call): Reading {
  switch (meaning.kind) {
    case 'token-rejected':
      return meaning;
    case 'not-enabled':
    case 'already-enabled': {
      const status = meaning.kind === 'not-enabled' ? 'is not enabled' : 'is already enabled';
      const detail = `${call.operation} in ${call.region} answered that Macie ${status}, and GetMacieSession showed a session`;
      return { kind: 'unknown', reason: 'bad-response', detail };
    }
    case 'failure':
      return { kind: 'unknown', reason: meaning.reason, detail: meaning.detail };
  }
}

/** Are the words of a refusal those of Macie? A denial of IAM has words of its own. */
export function isOfMacie({ reason, detail }: Failure): boolean {
  return (reason === 'access-denied' || reason === 'service-error') && !isIamDenial(detail);
}

/** A refusal with what a person has to know beside it. */
export function withAdvice(detail: string, advice: string): string {
  return `${detail.replace(/\.$/, '')}. ${advice}`;
}

/** How AWS answered a write that ended in an error. `whereOff`: where Macie is off if AWS says so, and what to do. */
export async function explainWrite(error: unknown, call: Call, whereOff = ''): Promise<WriteAnswer> {
  const meaning = await explainError(error, call);
  switch (meaning.kind) {
    case 'already-enabled':
      return meaning;
    case 'not-enabled':
      return {
        kind: 'refused',
        reason: 'access-denied',
        detail: `${call.operation} in ${call.region}: Macie is not enabled${whereOff}`,
      };
    case 'token-rejected':
      return { kind: 'refused', reason: 'credentials', detail: meaning.detail };
    case 'failure': {
      const { reason, detail, mayHaveHappened } = meaning;
      return { kind: mayHaveHappened ? 'unclear' : 'refused', reason, detail };
    }
  }
}
