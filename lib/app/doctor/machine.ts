import type { ExecutionFacts, MachineFacts } from '../../core/doctor/facts.ts';
import { notKnown, ok, unanswered, wrong, type Finding } from '../../core/doctor/finding.ts';
import type { Lookup } from '../../core/lookup.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { durationText } from '../../render/words/age.ts';
import { resource, type Basis } from './basis.ts';
import type { DoctorDeps } from './deps.ts';
import { MACHINE } from './steps.ts';

/** Of a stack that checks an organization; no finding of any other. */
export async function examineMachine(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  if (basis.steps.length === 0) return [];
  const arn = machineArn(basis);
  return judgeMachine(arn, await deps.inspect.machine(arn, signal), deps.now());
}

export function machineArn(basis: Basis): string {
  const { homeRegion, stack } = basis.order;
  const { accountId } = basis.identity;
  return resource(basis, MACHINE) ?? `arn:aws:states:${homeRegion}:${accountId}:stateMachine:${stack}-organization`;
}

export function judgeMachine(arn: string, machine: Lookup<MachineFacts | null>, now: Date): readonly Finding[] {
  const what = `state machine ${arn.split(':').at(-1)}`;
  if (machine.kind === 'unknown')
    return [unanswered(what, machine.why, 'states:DescribeStateMachine and states:ListExecutions')];
  if (machine.value === null)
    return [wrong(what, 'it does not exist: no run over the organization starts', 'deploy the stack again')];
  const { status, lastExecution } = machine.value;
  if (status !== 'ACTIVE')
    return [wrong(what, `its status is ${status}: no run over the organization starts`, 'deploy the stack again')];
  return [
    ok(what, status),
    lastExecution === null
      ? wrong(
          'last execution',
          'there has been none',
          `run \`aws stepfunctions start-execution --state-machine-arn ${arn}\``,
        )
      : judgeExecution(lastExecution, now),
  ];
}

/** Five steps of 15 minutes, and a day of shards one after the other, do not take longer. */
const LONGEST_RUN_MS = 6 * HOUR_MS;
/** As of the last full run, where no schedule is known. */
const OLDEST_RUN_MS = 2 * DAY_MS;
const FAILED = new Set(['FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);

function judgeExecution({ arn, status, startedAt }: ExecutionFacts, now: Date): Finding {
  const what = 'last execution';
  const age = now.getTime() - startedAt.getTime();
  const detail = `${status}, started ${durationText(age) || 'a minute'} ago`;
  const look = `run \`aws stepfunctions describe-execution --execution-arn ${arn}\`: its cause names the step`;
  if (FAILED.has(status)) return wrong(what, detail, look);
  if (status === 'RUNNING')
    return age > LONGEST_RUN_MS ? wrong(what, `${detail}: it does not end`, look) : ok(what, detail);
  if (status !== 'SUCCEEDED') return notKnown(what, detail, look);
  return age > OLDEST_RUN_MS ? wrong(what, detail, 'see the schedule above') : ok(what, detail);
}
