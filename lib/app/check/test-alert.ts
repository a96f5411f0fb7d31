import { isReceived, type ChannelTest } from '../../core/alerts/test-alert.ts';
import { OWN_ACCOUNT } from '../scan/deps.ts';
import type { CheckDeps } from './deps.ts';

/** The answer of `check` to `{"testAlert": true}`. */
export interface TestAnswer {
  readonly testAlert: string;
  /** Every channel took it, and somebody can receive it. */
  readonly received: boolean;
  readonly channels: readonly ChannelTest[];
}

type TestDeps = Pick<CheckDeps, 'testChannels' | 'forAccount' | 'newId' | 'now' | 'deadline'>;

/** Sends a test alert through every channel. It reads no target and stores nothing. */
export async function sendTestAlert({ testChannels, forAccount, newId, now, deadline }: TestDeps): Promise<TestAnswer> {
  const { accountId } = await forAccount(OWN_ACCOUNT).identify(deadline);
  const test = { id: `test/${accountId}/${newId()}`, accountId, at: now().toISOString() };
  const channels = await testChannels(test, deadline);
  return { testAlert: test.id, received: isReceived(channels), channels };
}
