import { AwsError } from '../../server/errors.ts';
import type { Call } from '../../server/service.ts';
import { newSession, type MacieSession } from '../../worlds/macie-session.ts';
import { keyOf } from '../../worlds/target.ts';
import { changeMemberFrequency, checkDisable, checkStatusChange } from './members/own-session.ts';
import { OFF_WORDINGS } from './off-wordings.ts';
import { settingsOf } from './settings.ts';

/** Returns the old session while a write-lag fault lasts. */
export function getSession(call: Call): MacieSession {
  const { state } = call;
  const key = keyOf(call);
  const lag = state.lagging.get(key);
  if (!lag) return existingSession(call);
  lag.readsLeft -= 1;
  if (lag.readsLeft === 0) state.lagging.delete(key);
  return lag.shown ?? notEnabled(call);
}

export function enable(call: Call): object {
  const { accountId, now, state } = call;
  const { status, findingPublishingFrequency } = settingsOf(call);
  if (state.sessions.has(call)) {
    throw new AwsError('ConflictException', { status: 409, message: 'Macie has already been enabled' });
  }
  const wanted = {
    status: status ?? 'ENABLED',
    findingPublishingFrequency: findingPublishingFrequency ?? 'SIX_HOURS',
  } as const;
  state.sessions.set(call, newSession({ accountId, now, ...wanted }));
  return {};
}

export function update(call: Call): object {
  const { now, state } = call;
  const before = existingSession(call);
  const settings = settingsOf(call);
  if (settings.status !== undefined && settings.status !== before.status) checkStatusChange(call);
  state.sessions.set(call, { ...before, ...settings, updatedAt: now.toISOString() });
  if (settings.findingPublishingFrequency !== undefined)
    changeMemberFrequency(call, settings.findingPublishingFrequency);
  return {};
}

export function disable(call: Call): object {
  existingSession(call);
  checkDisable(call);
  call.state.sessions.delete(call);
  call.state.publication.set(call, { policyFindings: true, classificationFindings: false });
  return {};
}

export function existingSession(call: Call): MacieSession {
  return call.state.sessions.get(call) ?? notEnabled(call);
}

function notEnabled({ accountId, region, state }: Call): never {
  const { code, status, message } = OFF_WORDINGS[state.offWording({ accountId, region })];
  throw new AwsError(code, { status, message: message.replace('ACCOUNT', accountId) });
}
