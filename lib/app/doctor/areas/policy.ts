import { notKnown, ok, wrong, type Finding } from '../../../core/doctor/finding.ts';
import { isInAws } from '../../../policy/source.ts';
import { isDeployed, variable, type Basis, type ExaminationOrder } from '../basis.ts';

export function examinePolicy(basis: Basis): Promise<readonly Finding[]> {
  return Promise.resolve([...judgePolicy(basis), ...judgeMode(basis), ...judgeSource(basis)]);
}

/** Errors of reading that prove nothing of the policy: the role of the stack may be allowed what this caller is not. */
const UNREADABLE = /found (?:AccessDenied|Network|KMS|Throttling|Timeout)/;

interface PolicyBasis extends Pick<Basis, 'policy' | 'policySource'> {
  readonly order: Pick<ExaminationOrder, 'calledAs'>;
}

export function judgePolicy({ policy, policySource, order: { calledAs } }: PolicyBasis): readonly Finding[] {
  const what = `policy ${policySource}`;
  const toDo = `mend it; \`${calledAs} policy validate\` shows the same`;
  if (policy.kind === 'unknown') {
    const why = policy.why.replaceAll('\n', '; ');
    return UNREADABLE.test(why)
      ? [notKnown(what, why, 'allow this caller to read it, or name a copy with --policy')]
      : [wrong(what, why, toDo)];
  }
  const { warnings, loaded } = policy.value;
  const rules = 1 + loaded.policy.overrides.length;
  if (warnings.length === 0) return [ok(what, `valid, ${rules === 1 ? 'one rule' : `${rules} rules`}`)];
  return warnings.map(({ line, message, hint }) => wrong(what, `line ${line}: ${message}`, hint ?? toDo));
}

/** The two switches of enforcement. */
function judgeMode({ policy, function: check }: Pick<Basis, 'policy' | 'function'>): readonly Finding[] {
  const ceiling = variable(check, 'REMEDIATION');
  if (policy.kind === 'unknown' || ceiling === null) return [];
  const rules = policy.value.loaded.policy;
  const wanted = [rules, ...rules.overrides].some(({ remediation }) => remediation === 'enforce')
    ? 'enforce'
    : 'report';
  const detail = `the policy has ${wanted}, the stack was deployed with ${ceiling}`;
  return wanted === 'enforce' && ceiling !== 'enforce'
    ? [
        wrong(
          'remediation',
          `${detail}: nothing is repaired`,
          'deploy with --param remediation=enforce, or write remediation: report',
        ),
      ]
    : [ok('remediation', detail)];
}

/** The policy that is packaged with the functions cannot be read from outside. */
function judgeSource(basis: Pick<Basis, 'function' | 'stack' | 'policySource'>): readonly Finding[] {
  const ofStack = variable(basis.function, 'POLICY_SOURCE');
  if (!isDeployed(basis)) return [];
  const what = 'policy of the stack';
  if (basis.function.kind === 'unknown') return [notKnown(what, basis.function.why)];
  if (ofStack === basis.policySource && isInAws(ofStack)) return [ok(what, `${ofStack}, as above`)];
  if (ofStack !== null && isInAws(ofStack))
    return [
      notKnown(
        what,
        `it is ${ofStack}; ${basis.policySource} was examined in its place`,
        'leave out --policy to examine it',
      ),
    ];
  return [ok(what, 'packaged with its functions at deployment; a change of the file needs another deployment')];
}
