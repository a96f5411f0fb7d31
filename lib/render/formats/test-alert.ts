import { CHANNELS } from '../../core/alerts/channels.ts';
import type { ChannelTest } from '../../core/alerts/test-alert.ts';
import { plain } from '../words/escape.ts';
import { countOf } from '../words/sentence.ts';
import { wrap } from '../words/wrap.ts';

interface Shown {
  readonly received: boolean;
  readonly channels: readonly ChannelTest[];
}

/** What came of a test alert, a line for each channel, for people. */
export function testAlertText({ received, channels }: Shown, width: number | null): string {
  const lines = channels.flatMap((test) => [
    headOf(test),
    ...(test.problem === null ? [] : [`  ${plain(test.problem)}`]),
  ]);
  const wrapped = lines.map((line) => {
    const indent = line.startsWith('  ') ? 2 : 0;
    return wrap(line.trimStart(), { indent, hanging: 2, width });
  });
  return `${[...wrapped, `result: ${received ? 'received' : lossText(channels)}`].join('\n')}\n`;
}

/** A channel that nobody receives takes nothing from the others. */
function lossText(channels: readonly ChannelTest[]): string {
  const lost = channels.filter(({ accepted, subscriptions }) => !accepted || subscriptions?.confirmed === 0);
  return `not received${lost.length < channels.length ? ` through ${lost.map(titleOf).join(', ')}` : ''}`;
}

function titleOf({ channel }: ChannelTest): string {
  return CHANNELS.find(({ name }) => name === channel)?.title ?? channel;
}

function headOf(test: ChannelTest): string {
  const { accepted, messageId, subscriptions } = test;
  const parts = [
    accepted ? 'accepted' : 'not accepted',
    ...(subscriptions === null
      ? []
      : [`${countOf(subscriptions.confirmed, 'confirmed subscription')}, ${subscriptions.pending} pending`]),
    ...(messageId === null ? [] : [`message ${plain(messageId)}`]),
  ];
  return `${titleOf(test)}: ${parts.join('; ')}`;
}
