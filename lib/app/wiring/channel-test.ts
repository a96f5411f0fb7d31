import type { Logger } from '@aws-lambda-powertools/logger';
import type { ChannelAccess } from '../../publish/table.ts';
import type { CheckDeps } from '../check/deps.ts';

/** Sends test alerts through every channel of a deployment, and logs what came of each. */
export function createChannelTest(
  access: ChannelAccess,
  { logger, accountName }: { readonly logger: Logger; readonly accountName: string | null },
): CheckDeps['testChannels'] {
  return async (test, signal) => {
    const { testChannels } = await import('../../publish/test-alert.ts');
    const tests = await testChannels(access, { ...test, accountName }, signal);
    for (const one of tests) logger.info('test alert', { ...one, id: test.id });
    return tests;
  };
}
