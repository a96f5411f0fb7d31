import { DAY_MS } from '../time.ts';
import { isForPeople, type ChannelName } from './channels.ts';
import type { Alert, AlertKind } from './model.ts';

/** By id of a pending alert: the channels that it is not sent to any more, because they took it or were given up. */
export type TakenBy = Readonly<Record<string, readonly string[]>>;

/** A channel of a deployment, and the kinds of alerts that are routed to it. */
export interface Route {
  readonly name: ChannelName;
  readonly kinds: ReadonlySet<AlertKind>;
}

/** What a channel took of the alerts that it was sent. */
export interface TakenAlerts {
  readonly channel: ChannelName;
  readonly alertIds: readonly string[];
}

export interface Progress {
  /** Ids of alerts that some channel still needs: they stay pending. */
  readonly undelivered: readonly string[];
  /** Of those alone. */
  readonly takenBy: TakenBy;
  readonly givenUp: readonly TakenAlerts[];
}

/** A machine channel that refuses an alert for so long will not take it: the alert must not stay pending for ever. */
export const GIVE_UP_AFTER_MS = DAY_MS;

/** Does a channel need an alert that these channels have taken? */
export function needsAlert({ name, kinds }: Route, { kind }: Alert, taken: readonly string[] = []): boolean {
  if (!kinds.has(kind)) return false;
  return isForPeople(name) ? !taken.some(isForPeople) : !taken.includes(name);
}

/** What is left to deliver of some alerts, after each channel took what it took. `now`: when the run ended. */
export function progressOf(
  alerts: readonly Alert[],
  { routes, taken, before, now }: Delivered & { readonly now: Date },
): Progress {
  const took = new Map(taken.map(({ channel, alertIds }) => [channel, new Set(alertIds)]));
  const undelivered: string[] = [];
  const takenBy: Record<string, readonly string[]> = {};
  const givenUp: { readonly channel: ChannelName; readonly alertId: string }[] = [];
  for (const alert of alerts) {
    const known = [...(before[alert.id] ?? []), ...takersOf(alert, took)];
    const left = routes.filter((route) => needsAlert(route, alert, known));
    const lost = left.filter(({ name }) => !isForPeople(name) && isTooOld(alert, now)).map(({ name }) => name);
    givenUp.push(...lost.map((channel) => ({ channel, alertId: alert.id })));
    if (left.length === lost.length) continue;
    undelivered.push(alert.id);
    const done = [...known, ...lost];
    if (done.length > 0) takenBy[alert.id] = done;
  }
  return { undelivered, takenBy, givenUp: byChannel(givenUp) };
}

interface Delivered {
  readonly routes: readonly Route[];
  readonly taken: readonly TakenAlerts[];
  /** What was taken in earlier runs. */
  readonly before: TakenBy;
}

function takersOf({ id }: Alert, took: ReadonlyMap<ChannelName, ReadonlySet<string>>): readonly ChannelName[] {
  return [...took].filter(([, alertIds]) => alertIds.has(id)).map(([channel]) => channel);
}

function isTooOld({ at }: Alert, now: Date): boolean {
  return now.getTime() - Date.parse(at) >= GIVE_UP_AFTER_MS;
}

function byChannel(
  givenUp: readonly { readonly channel: ChannelName; readonly alertId: string }[],
): readonly TakenAlerts[] {
  return [...Map.groupBy(givenUp, ({ channel }) => channel)].map(([channel, alerts]) => ({
    channel,
    alertIds: alerts.map(({ alertId }) => alertId),
  }));
}
