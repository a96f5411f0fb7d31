import { WardenError } from '../../core/errors.ts';
import { MACIE_REGIONS } from '../../core/regions.ts';
import { SECOND_MS } from '../../core/time.ts';
import { listedRegions } from '../../policy/coverage.ts';
import type { RunDeps } from './deps.ts';
import type { RunRequest } from './request.ts';

const RESERVE_SHARE = 0.3;
// A write that was sent just before the deadline has 12 s, and reading it back as many; then its report is sent.
const MAX_RESERVE_MS = 35_000;
// After the delivery its outcome is stored, and the lease released.
const ENDING_MS = 3000;
const ENDING_SHARE = 0.1;
// A message to Slack may take ten seconds: the archive leaves them to it.
const DELIVERY_MS = 10_000;
const DELIVERY_SHARE = 0.1;

/** The time limits of an invocation. `deadline` leaves enough time to report what was seen until then. */
export function timeLimits(remainingMs: number): Pick<RunDeps, 'deadline' | 'runMs' | 'archiveBy' | 'deliverBy'> {
  const runMs = runMsOf(remainingMs);
  return {
    deadline: AbortSignal.timeout(runMs),
    runMs,
    archiveBy: AbortSignal.timeout(archiveMsOf(remainingMs)),
    deliverBy: AbortSignal.timeout(deliveryMsOf(remainingMs)),
  };
}

/** The time until the archive has to be left for the delivery. */
export function archiveMsOf(remainingMs: number): number {
  return Math.max(0, Math.floor(deliveryMsOf(remainingMs) - Math.min(DELIVERY_MS, remainingMs * DELIVERY_SHARE)));
}

/** The time until a delivery has to be over. */
export function deliveryMsOf(remainingMs: number): number {
  return Math.max(0, Math.floor(remainingMs - Math.min(ENDING_MS, remainingMs * ENDING_SHARE)));
}

export function runMsOf(remainingMs: number): number {
  const reserveMs = Math.min(MAX_RESERVE_MS, remainingMs * RESERVE_SHARE);
  return Math.max(0, Math.floor(remainingMs - reserveMs));
}

/** A function reads 64 targets at a time. The answer of a distant Region takes a third of a second, and a target may need several. */
const TARGET_MS = 20;
/** Of a list of members. All Regions are listed at the same time. */
const PAGE_MS = 300;
const MEMBERS_PER_PAGE = 25;
/** Of a target whose status comes from such a list. */
const LISTED_TARGET_MS = 0.5;

/** The time that a run over so many accounts takes in a function, roughly. Pure. */
function estimatedMs(accounts: number, { policy: { policy }, only, depth }: RunRequest): number {
  const whole = listedRegions(policy) ?? MACIE_REGIONS;
  const regions = only?.regions ?? whole.filter((region) => !policy.excludeRegions.includes(region));
  const targets = accounts * regions.length;
  return depth === 'status'
    ? Math.ceil(accounts / MEMBERS_PER_PAGE) * PAGE_MS + targets * LISTED_TARGET_MS
    : targets * TARGET_MS;
}

/**
 * Refuses a run over more accounts than there is time for, before the first of them is read: what it could report in the end is
 * that most of them were not reached. Throws a WardenError. Pure.
 */
export function requireTime(accounts: number, request: RunRequest, leftMs: number): void {
  const neededMs = estimatedMs(accounts, request);
  if (accounts <= 1 || neededMs <= leftMs) return;
  const seconds = (ms: number): number => Math.ceil(Math.max(0, ms) / SECOND_MS);
  throw new WardenError(
    'request',
    `accounts: a run over ${accounts} accounts takes about ${seconds(neededMs)} s, and this function has ${seconds(leftMs)} s left, so nothing was read. Deploy with --param organization=on, where many functions share the accounts; or ask for fewer accounts or Regions`,
  );
}
