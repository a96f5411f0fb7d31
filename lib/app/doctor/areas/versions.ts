import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { FunctionFacts, StackFacts } from '../../../core/doctor/facts.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { VERSION } from '../../../core/version.ts';
import { isDeployed, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

export async function examineVersions(
  basis: Basis,
  deps: DoctorDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const clock = await deps.inspect.clock(signal);
  return [
    judgeNode(deps.nodeVersion),
    judgeClock(clock),
    judgeStack(basis),
    ...(isDeployed(basis) ? [judgeCode(basis)] : []),
  ];
}

/** The Node.js that the package asks for; a test compares it with package.json. */
export const OLDEST_NODE: readonly [number, number] = [22, 13];

export function judgeNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldest, oldestMinor] = OLDEST_NODE;
  const isOld = major < oldest || (major === oldest && minor < oldestMinor);
  const what = 'command line';
  return isOld
    ? wrong(what, `${VERSION} on Node.js ${version}`, `install Node.js ${OLDEST_NODE.join('.')} or later`)
    : ok(what, `${VERSION} on Node.js ${version}`);
}

/** AWS refuses requests whose time is off by more than 5 to 15 minutes, by the service. */
const TOLERATED_MS = 60_000;

export function judgeClock(clock: Lookup<{ readonly skewMs: number } | null>): Finding {
  const what = 'clock of this machine';
  if (clock.kind === 'unknown') return notKnown(what, clock.why);
  if (clock.value === null) return notKnown(what, 'the answer of STS has no Date header');
  const { skewMs } = clock.value;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const text = `${seconds} s ${skewMs >= 0 ? 'ahead of' : 'behind'} AWS`;
  return seconds * 1000 > TOLERATED_MS
    ? wrong(what, text, 'set it by NTP: AWS refuses requests whose time is minutes off')
    : ok(what, text);
}

/** Of the functions; a test compares it with serverless.yml. */
export const RUNTIME = 'nodejs24.x';

const SETTLED = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/;
const IN_PROGRESS = /_IN_PROGRESS$/;

function judgeStack(basis: Pick<Basis, 'order' | 'stack' | 'function'>): Finding {
  const { stack, isStackNamed, homeRegion } = basis.order;
  const what = `stack ${stack}`;
  if (basis.stack.kind === 'unknown')
    return unanswered(what, basis.stack.why, 'cloudformation:DescribeStacks and cloudformation:ListStackResources');
  const found = basis.stack.value;
  if (found === null && isStackNamed)
    return wrong(
      what,
      `there is none in ${homeRegion}`,
      'name another with --stack SERVICE-STAGE or --region, or deploy it',
    );
  if (found === null)
    return ok(
      what,
      `there is none in ${homeRegion}, so that only what the command line needs was examined. --stack and --region name another`,
    );
  return judgeStatus(what, found);
}

function judgeStatus(what: string, { status }: StackFacts): Finding {
  if (SETTLED.test(status)) return ok(what, status);
  if (IN_PROGRESS.test(status))
    return notKnown(what, `its status is ${status}`, 'wait for the deployment to end, and examine again');
  return wrong(what, `its status is ${status}`, 'see the events of the stack in CloudFormation, and deploy it again');
}

function judgeCode({ stack, function: check }: Pick<Basis, 'stack' | 'function'>): Finding {
  const what = 'deployed code';
  if (check.kind === 'unknown') return unanswered(what, check.why, 'lambda:GetFunctionConfiguration');
  if (check.value === null) return wrong(what, 'the stack has no function check', 'deploy the stack again');
  const version = (stack.kind === 'known' && stack.value?.outputs['Version']) || null;
  const { runtime, lastModified } = check.value satisfies FunctionFacts;
  const detail = `${version ?? 'of an unknown version'}, ${runtime}, deployed ${lastModified.slice(0, 10)}`;
  if (version === null)
    return notKnown(what, detail, 'deploy the stack again with this version: it then has the output Version');
  if (version === VERSION && runtime !== RUNTIME)
    return wrong(
      what,
      `${detail}; this version runs on ${RUNTIME}`,
      `deploy the stack again: somebody has changed the runtime of its functions`,
    );
  return version === VERSION
    ? ok(what, detail)
    : wrong(
        what,
        `${detail}; the command line is ${VERSION}`,
        'deploy the stack with the version of the command line, or use the command line of the stack',
      );
}
