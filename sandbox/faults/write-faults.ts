import type { Call, Service } from '../server/service.ts';
import { keyOf } from '../worlds/target.ts';
import type { Fault } from './fault-schema.ts';

const WRITES = new Set(['EnableMacie', 'UpdateMacieSession', 'DisableMacie']);
const DEFAULT_LAG_READS = 2;

/** Runs an operation. Faults can undo its write, or delay when reads return it. */
export function runOperation(
  operation: Service['operations'][string],
  { call, faults }: { call: Call; faults: readonly Fault[] },
): unknown {
  if (!WRITES.has(call.operation)) return operation(call);
  const { sessions, lagging } = call.state;
  const before = sessions.get(call);
  const result = operation(call);
  const lagFault = faults.find(({ kind }) => kind === 'write-lag');
  if (lagFault) lagging.set(keyOf(call), { shown: before, readsLeft: lagFault.reads ?? DEFAULT_LAG_READS });
  if (faults.some(({ kind }) => kind === 'write-lost')) {
    if (before) sessions.set(call, before);
    else sessions.delete(call);
  }
  return result;
}
