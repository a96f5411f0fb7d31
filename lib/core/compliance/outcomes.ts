import { assess, type Assessment } from './assess.ts';
import {
  REASONS,
  SETTINGS,
  type Drift,
  type Observation,
  type Outcome,
  type Reason,
  type Session,
  type Write,
  type WriteAnswer,
} from '../model.ts';

export interface Settlement {
  readonly before: Assessment;
  readonly answer: WriteAnswer;
  /** The last reading after the write. */
  readonly after: Observation;
}

/** Does the session show what the write asked for? */
export function shows(session: Session, write: Write): boolean {
  const status = write.kind === 'enable' ? 'ENABLED' : write.status;
  const frequency = write.findingPublishingFrequency;
  return (
    (status === undefined || session.status === status) &&
    (frequency === undefined || session.findingPublishingFrequency === frequency)
  );
}

/**
 * What became of a target after a write. The last reading decides: what it shows as desired is `verified`, whatever
 * the answer was; what it does not show is `applied` if AWS accepted the write and `failed` if it did not.
 */
export function settle({ before, answer, after }: Settlement): Assessment {
  const now = assess({ ...before, observation: after });
  const written = before.drifts.filter(({ outcome }) => outcome === 'planned');
  if (after.kind !== 'session') {
    return { ...now, drifts: before.drifts.map((drift) => (written.includes(drift) ? unseen(drift, answer) : drift)) };
  }
  const stillOpen = new Set(now.drifts.map(({ setting }) => setting));
  const closed = written.filter(({ setting }) => !stillOpen.has(setting)).map((drift) => seen(drift, answer));
  const open = now.drifts.map((drift) => {
    const sent = written.find(({ setting }) => setting === drift.setting);
    if (sent) return unseen({ ...drift, action: sent.action }, answer);
    return drift.outcome === 'planned' ? late(drift) : drift;
  });
  return { ...now, drifts: [...closed, ...open].toSorted(inSettingOrder) };
}

const inSettingOrder = (a: Drift, b: Drift): number => SETTINGS.indexOf(a.setting) - SETTINGS.indexOf(b.setting);

function seen(drift: Drift, answer: WriteAnswer): Drift {
  const verified = (detail: string | null): Drift => ({ ...drift, outcome: 'verified', detail });
  switch (answer.kind) {
    case 'accepted':
      return verified(null);
    case 'already-enabled':
      return verified('Macie had been enabled already when the write arrived');
    case 'refused':
    case 'unclear':
      return verified(`the write was answered with ${answer.reason}, and the session shows the desired value`);
  }
}

/** A drift that the write brought to light, such as the old frequency of a session that was off. */
const late = (drift: Drift): Drift => ({
  ...drift,
  outcome: 'skipped',
  detail: 'seen after the write: left to the next run',
});

/** Why AWS did not take a write; null for what did not fail. */
export function refusalOf({ outcome, detail }: Drift): Reason | null {
  if (outcome !== 'failed') return null;
  return REASONS.find((reason) => String(detail).startsWith(`${reason}: `)) ?? null;
}

function unseen(drift: Drift, answer: WriteAnswer): Drift {
  const end = (outcome: Outcome, detail: string | null): Drift => ({ ...drift, outcome, detail });
  switch (answer.kind) {
    case 'accepted':
      return end('applied', null);
    case 'already-enabled':
      return end('failed', 'AWS says that Macie is enabled already, and reading the session does not show it');
    case 'refused':
      return end('failed', `${answer.reason}: ${answer.detail}`);
    case 'unclear':
      return end('failed', `${answer.reason}: ${answer.detail}. The session does not show the change`);
  }
}
