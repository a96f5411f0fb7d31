import type { Alert, AlertKind } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { Matter } from '../render/view/view-for.ts';

/** Somewhere to tell things. */
export interface Channel {
  readonly name: 'sns' | 'slack';
  /** The kinds of alerts that go there. */
  readonly kinds: ReadonlySet<AlertKind>;
  readonly send: (report: Report, matter: Matter) => Promise<void>;
}

export interface Published {
  /** Alerts that reached none of the channels that are for them: they stay pending. */
  readonly undelivered: ReadonlySet<string>;
  readonly failures: readonly { readonly channel: Channel['name']; readonly error: unknown }[];
}

/** Tells every channel what is for it. No channel stops another. */
export async function publishTo(
  channels: readonly Channel[],
  { report, ...matter }: Matter & { readonly report: Report },
): Promise<Published> {
  const { changes } = matter;
  const alerts = changes?.alerts ?? [];
  const reached = new Set<string>();
  const meant = new Set<string>();
  const failures: { channel: Channel['name']; error: unknown }[] = [];
  await Promise.all(
    channels.map(async ({ name, kinds, send }) => {
      const own = alerts.filter(({ kind }) => kinds.has(kind));
      for (const { id } of own) meant.add(id);
      // Nothing of what there is to say is for this channel. A run that says something without any alert is for all.
      if (alerts.length > 0 && own.length === 0) return;
      try {
        await send(report, changes ? { changes: { ...changes, alerts: own } } : matter);
        for (const { id } of own) reached.add(id);
      } catch (error) {
        failures.push({ channel: name, error });
      }
    }),
  );
  const isUndelivered = ({ id }: Alert): boolean => meant.has(id) && !reached.has(id);
  return { undelivered: new Set(alerts.filter(isUndelivered).map(({ id }) => id)), failures };
}
