import { describe, expect, test } from '@jest/globals';
import { classifyError } from '../../../lib/aws/classify.ts';
import { denialStep } from '../../../lib/render/words/denial-words.ts';
import { nextStepText, stepAfterWriteText } from '../../../lib/render/words/unknown-words.ts';

const USER = 'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: macie2:EnableMacie';

/** The failure that the wiring makes of a denial of AWS. */
function denied(text: string) {
  const thrown = Object.assign(new Error(`${USER} ${text}`), { name: 'AccessDeniedException' });
  const meaning = classifyError(thrown, { operation: 'macie2:EnableMacie', region: 'eu-west-1' });
  return meaning.kind === 'failure' ? meaning : { reason: 'bad-response' as const, detail: '' };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
const POLICIES = [
  ['service control policy', 'of the organization'],
  ['resource control policy', 'of the organization'],
  ['permissions boundary', 'of the role or user'],
  ['session policy', 'of the session'],
  ['VPC endpoint policy', 'of the VPC endpoint'],
  ['identity-based policy', 'of the role or user'],
  ['resource-based policy', 'of the resource'],
  ['role trust policy', 'of the role'],
] as const;

describe('the step against a denial', () => {
  test.each(POLICIES)('names the %s, and where it is', (policy, place) => {
    expect(denialStep(denied(`with an explicit deny in a ${policy}`).detail)).toBe(
      `take the deny of macie2:EnableMacie out of the ${policy} ${place}`,
    );
    expect(denialStep(denied(`because no ${policy} allows the macie2:EnableMacie action`).detail)).toBe(
      `allow macie2:EnableMacie in the ${policy} ${place}`,
    );
  });

  test('is to search, where AWS names no policy of an explicit deny', () => {
    expect(denialStep(denied('with an explicit deny').detail)).toBe(
      'find the policy that denies macie2:EnableMacie, and take the deny out of it',
    );
  });

  test('takes a kind of policy that this version does not know', () => {
    expect(denialStep(denied('with an explicit deny in an access point policy').detail)).toBe(
      'take the deny of macie2:EnableMacie out of the access point policy',
    );
  });

  test('is part of the next step, after a read and after a repair', () => {
    const failure = denied('because no permissions boundary allows the macie2:EnableMacie action');
    const step = 'allow macie2:EnableMacie in the permissions boundary of the role or user';
    expect(nextStepText(failure)).toBe(`to do: ${step}, or exclude the Region`);
    expect(stepAfterWriteText(failure, 'enable Macie')).toBe(`${step}, or enable Macie by hand`);
  });

  test('is the general one where AWS names no policy', () => {
    expect(denialStep(denied('').detail)).toBeNull();
    expect(nextStepText(denied(''))).toBe('to do: allow the call there, or take the Region out of the policy');
  });
});
