import type { EvaluationResult } from '@aws-sdk/client-iam';
import type { DeniedAction } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

export interface Simulation {
  /** The ARN of a role or a user. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** An ARN, or `*`. */
  readonly resource: string;
}

/** The actions that IAM would deny; null: there is no such principal. IAM simulates; nothing is called. */
export async function simulate(
  { principal, actions, resource }: Simulation,
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<readonly DeniedAction[] | null>> {
  const [client, { paginateSimulatePrincipalPolicy }] = await Promise.all([
    clients.iam(),
    import('@aws-sdk/client-iam'),
  ]);
  const region = await client.config.region();
  return ask({ operation: 'iam:SimulatePrincipalPolicy', region }, async () => {
    const pages = paginateSimulatePrincipalPolicy(
      { client },
      { PolicySourceArn: principal, ActionNames: [...actions], ResourceArns: [resource] },
      { abortSignal: signal },
    );
    const results: EvaluationResult[] = [];
    for await (const { EvaluationResults } of pages) results.push(...itemsOf(EvaluationResults));
    for (const action of actions)
      promised(results.find(({ EvalActionName }) => EvalActionName === action)?.EvalDecision, `decision on ${action}`);
    return results.flatMap(deniedAction);
  });
}

function deniedAction(result: EvaluationResult): readonly DeniedAction[] {
  const { EvalActionName: action = '', EvalDecision: decision } = result;
  if (decision === 'allowed') return [];
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false)
    return [{ action, by: 'a service control policy' }];
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return [{ action, by: 'the permissions boundary' }];
  return [{ action, by: decision === 'explicitDeny' ? 'an explicit deny' : null }];
}
