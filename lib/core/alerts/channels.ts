import type { AlertKind } from './model.ts';

/**
 * The channels, and their readers. People share theirs: an alert reaches them by any that somebody can receive. A machine knows
 * only its own channel, so it needs every alert that is routed to it.
 */
export const CHANNELS = [
  { name: 'sns', title: 'SNS', readers: 'people' },
  { name: 'slack', title: 'Slack', readers: 'people' },
  { name: 'eventBridge', title: 'EventBridge', readers: 'machine' },
] as const;

export type ChannelName = (typeof CHANNELS)[number]['name'];

/** The kinds of alerts that go to each channel; none, if it is left out. */
export type Routing = Readonly<Partial<Record<ChannelName, readonly AlertKind[]>>>;

const PEOPLE: ReadonlySet<string> = new Set(
  CHANNELS.filter(({ readers }) => readers === 'people').map(({ name }) => name),
);

export function isForPeople(channel: string): boolean {
  return PEOPLE.has(channel);
}
