import { testChannels } from '../../../publish/test-alert.ts';
import { sendTestAlert, type TestAnswer } from '../../check/test-alert.ts';
import { channelAccess, type ChannelNames } from '../channels.ts';
import type { CommandLineTools } from './command-line.ts';

/** Sends a test alert through channels that a person names, with the rights of that person. */
export function testAlert(
  names: Omit<ChannelNames, 'homeRegion'>,
  { clients, deps, readers, homeRegion }: CommandLineTools,
  signal: AbortSignal,
): Promise<TestAnswer> {
  const access = channelAccess(
    { ...names, homeRegion },
    { clients, readParameter: readers.readParameter, wait: deps.wait, now: deps.now },
  );
  return sendTestAlert({
    ...deps,
    deadline: signal,
    testChannels: (test, until) => testChannels(access, { ...test, accountName: null }, until),
  });
}
