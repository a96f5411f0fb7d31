import type { AccountAccess } from '../../scan/deps.ts';
import type { AccessParts } from './access-parts.ts';

type TrailCalls = Pick<AccountAccess, 'lookUpCalls' | 'lookUpMemberCalls' | 'lookUpChanges'>;

/** The lookups in CloudTrail. */
export function trailCalls({ identify, reader, wait }: Pick<AccessParts, 'identify' | 'reader' | 'wait'>): TrailCalls {
  return {
    lookUpCalls: async (alerts, run) => {
      const { lookUpCalls } = await import('../../../cloudtrail/lookup.ts');
      const { arn } = await identify(run.signal);
      return lookUpCalls(alerts, { ...run, clients: reader(), ownArn: arn, wait: (ms) => wait(ms, run.signal) });
    },
    lookUpMemberCalls: async (alerts, run) => {
      const { lookUpMemberCalls } = await import('../../../cloudtrail/lookup-member-calls.ts');
      const { arn } = await identify(run.signal);
      return lookUpMemberCalls(alerts, { ...run, clients: reader(), ownArn: arn, wait: (ms) => wait(ms, run.signal) });
    },
    lookUpChanges: async (changed, { signal }) => {
      const { lookUpChanges } = await import('../../../cloudtrail/lookup-changes.ts');
      return lookUpChanges(changed, { clients: reader(), signal, wait: (ms) => wait(ms, signal) });
    },
  };
}
