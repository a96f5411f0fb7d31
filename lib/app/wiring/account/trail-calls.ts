import type { AccountAccess } from '../../scan/deps.ts';
import type { AccessParts } from './access-parts.ts';

type TrailCalls = Pick<AccountAccess, 'lookUpCalls' | 'lookUpMemberCalls' | 'lookUpChanges'>;

/** The lookups in CloudTrail. */
export function trailCalls({ identify, reader, wait }: Pick<AccessParts, 'identify' | 'reader' | 'wait'>): TrailCalls {
  return {
    lookUpCalls: async (alerts, run) => {
      const { lookUpCalls } = await import('../../../cloudtrail/lookup.ts');
      const arn = await arnOf(identify, run.signal);
      if (arn === null) return [];
      return lookUpCalls(alerts, { ...run, clients: reader(), ownArn: arn, wait: (ms) => wait(ms, run.signal) });
    },
    lookUpMemberCalls: async (alerts, run) => {
      const { lookUpMemberCalls } = await import('../../../cloudtrail/lookup-member-calls.ts');
      const arn = await arnOf(identify, run.signal);
      if (arn === null) return [];
      return lookUpMemberCalls(alerts, { ...run, clients: reader(), ownArn: arn, wait: (ms) => wait(ms, run.signal) });
    },
    lookUpChanges: async (changed, { signal }) => {
      const { lookUpChanges } = await import('../../../cloudtrail/lookup-changes.ts');
      return lookUpChanges(changed, { clients: reader(), signal, wait: (ms) => wait(ms, signal) });
    },
  };
}

/** An administrator shows the drifts of accounts that cannot be reached: those stay without a name. */
async function arnOf(identify: AccessParts['identify'], signal: AbortSignal): Promise<string | null> {
  return identify(signal).then(
    ({ arn }) => arn,
    () => null,
  );
}
