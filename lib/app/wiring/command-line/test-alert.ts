import type { Clients } from '../../../aws/clients.ts';
import type { PolicyReaders } from '../../../policy/load.ts';
import { testChannels } from '../../../publish/test-alert.ts';
import { sendTestAlert, type TestAnswer } from '../../check/test-alert.ts';
import type { ScanDeps } from '../../scan/deps.ts';
import { channelAccess, type ChannelNames } from '../channels.ts';

interface Tools {
  readonly clients: Clients;
  readonly deps: ScanDeps;
  readonly readers: Pick<PolicyReaders, 'readParameter'>;
}

/** Sends a test alert through channels that a person names, with the rights of that person. */
export function testAlert(
  names: ChannelNames,
  { clients, deps, readers }: Tools,
  signal: AbortSignal,
): Promise<TestAnswer> {
  const access = channelAccess(names, {
    clients,
    readParameter: readers.readParameter,
    wait: deps.wait,
    now: deps.now,
  });
  return sendTestAlert({
    ...deps,
    deadline: signal,
    testChannels: (test, until) => testChannels(access, { ...test, accountName: null }, until),
  });
}
