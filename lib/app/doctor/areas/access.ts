import pMap from 'p-map';
import type { DeniedAction, FunctionFacts } from '../../../core/doctor/facts.ts';
import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { OWN_ACCOUNT } from '../../scan/deps.ts';
import { neededAccess, type StackRole } from '../access/needed-access.ts';
import { resourcesOf, type NeededAccess } from '../access/resources.ts';
import { isDeployed, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

export async function examineAccess(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const own = deps.forAccount(OWN_ACCOUNT);
  const [regions, organization, roles] = await Promise.all([
    own.enabledRegions(signal),
    needsOrganization(basis) ? deps.readOrganization({ units: [], signal }) : null,
    isDeployed(basis) ? examineRoles(basis, deps, signal) : [],
  ]);
  return [
    ok('identity', basis.identity.arn),
    judgeCall('account:ListRegions', regions),
    ...(organization === null ? [] : [judgeCall('organizations:ListAccounts', organization)]),
    ...roles,
  ];
}

function needsOrganization({ policy }: Basis): boolean {
  return policy.kind === 'known' && policy.value.loaded.policy.accounts === 'organization';
}

/** A read that the caller has tried. */
export function judgeCall(operation: string, answer: Lookup<unknown>): Finding {
  if (answer.kind === 'known') return ok(operation, 'allowed to this caller');
  return /denied|not authorized/i.test(answer.why)
    ? wrong(operation, answer.why, `allow ${operation} to this caller`)
    : notKnown(operation, answer.why);
}

/** A stack of an organization needs some fifty simulations: IAM throttles callers that ask for all at once. */
const PARALLEL_SIMULATIONS = 6;

async function examineRoles(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const resources = resourcesOf(basis);
  const functions: readonly { readonly step: StackRole; readonly function: Lookup<FunctionFacts | null> }[] = [
    { step: 'check', function: basis.function },
    ...basis.steps,
  ];
  const asked = functions.flatMap(({ step, function: found }) => {
    const principal = found.kind === 'known' ? (found.value?.role ?? null) : null;
    return principal === null ? [] : neededAccess(step, resources).map((access) => ({ step, principal, access }));
  });
  const answers = await pMap(
    asked,
    async ({ step, principal, access }) => ({
      step,
      access,
      answer: await deps.inspect.simulate({ principal, ...access }, signal),
    }),
    { concurrency: PARALLEL_SIMULATIONS },
  );
  return functions.map(({ step, function: found }) =>
    judgeFunctionRole(
      step,
      found,
      answers.filter((one) => one.step === step),
    ),
  );
}

function judgeFunctionRole(
  step: StackRole,
  found: Lookup<FunctionFacts | null>,
  answers: readonly { readonly access: NeededAccess; readonly answer: Lookup<readonly DeniedAction[] | null> }[],
): Finding {
  const name = step === 'check' ? 'check' : `organization-${step}`;
  const what = `role of the function ${name}`;
  if (found.kind === 'unknown') return unanswered(what, found.why, 'lambda:GetFunctionConfiguration');
  if (found.value === null) return wrong(what, `there is no function ${name}`, 'deploy the stack again');
  return judgeRole(
    found.value.role,
    answers.map(({ access }) => access),
    answers.map(({ answer }) => answer),
  );
}

export function judgeRole(
  principal: string,
  needed: readonly NeededAccess[],
  answers: readonly Lookup<readonly DeniedAction[] | null>[],
): Finding {
  const what = `role ${principal.split('/').at(-1)}`;
  const failed = answers.find((answer) => answer.kind === 'unknown');
  const denied = needed.flatMap(({ resource }, index) => {
    const answer = answers[index];
    return answer?.kind === 'known' ? (answer.value ?? []).map((one) => ({ ...one, resource })) : [];
  });
  if (denied.length > 0) {
    const list = denied.map(({ action, by, resource }) =>
      [action, ...(resource === '*' ? [] : [`on ${resource}`]), ...(by === null ? [] : [`(by ${by})`])].join(' '),
    );
    return wrong(
      what,
      `IAM denies ${list.join(', ')}`,
      'deploy the stack again; if a policy of the organization or a boundary denies it, allow it there',
    );
  }
  if (failed?.kind === 'unknown') return unanswered(what, failed.why, 'iam:SimulatePrincipalPolicy');
  if (answers.some((answer) => answer.kind === 'known' && answer.value === null))
    return wrong(what, 'there is no such role', 'deploy the stack again');
  const count = needed.reduce((sum, { actions }) => sum + actions.length, 0);
  return ok(what, `IAM allows the ${count} actions that this policy needs`);
}
