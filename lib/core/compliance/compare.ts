import type { Desired, Session, Setting } from '../model.ts';

export interface Difference {
  readonly setting: Setting;
  readonly desired: string;
  readonly actual: string | null;
}

export interface Comparison {
  /** In the order of SETTINGS. */
  readonly differences: readonly Difference[];
  /** Desired settings whose value was not in the answer: neither equal nor different. */
  readonly unseen: readonly Setting[];
}

const BESIDE_STATUS = ['findingPublishingFrequency', 'serviceRole'] as const;

/** Compares a session with what is desired. A key that is not desired is not compared. */
export function compare(session: Session, desired: Desired): Comparison {
  const differences: Difference[] = [];
  const unseen: Setting[] = [];

  if (desired.status !== undefined && session.status !== desired.status) {
    differences.push({ setting: 'status', desired: desired.status, actual: session.status });
  }
  const isOff = session.status === 'DISABLED';
  // Where there is no session, or none is wanted, the status says all there is to say.
  if (desired.status === 'DISABLED' || (isOff && desired.status !== undefined)) return { differences, unseen };

  for (const setting of BESIDE_STATUS) {
    const wanted = desired[setting];
    const actual = session[setting];
    if (wanted === undefined || wanted === actual) continue;
    if (actual === null && !isOff) unseen.push(setting);
    else differences.push({ setting, desired: wanted, actual });
  }
  return { differences, unseen };
}
