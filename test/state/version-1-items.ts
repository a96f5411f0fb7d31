/** Items as version 1 wrote them, before their data became JSON. */
export function oldAlert(over: object = {}) {
  return {
    id: 'opened/111122223333/eu-west-1/status/2026-11-24T08:00:00.000Z',
    kind: 'opened',
    accountId: '111122223333',
    region: 'eu-west-1',
    subject: 'status',
    since: '2026-11-24T08:00:00.000Z',
    at: '2026-11-24T08:00:00.000Z',
    desired: 'ENABLED',
    actual: 'DISABLED',
    previous: null,
    outcome: 'planned',
    reason: null,
    detail: null,
    waiver: null,
    change: null,
    earlier: [],
    ...over,
  };
}

export function oldItem(over: object = {}) {
  return {
    accountId: '111122223333',
    region: 'eu-west-1',
    subject: 'status',
    state: 'open',
    since: '2026-11-24T08:00:00.000Z',
    desired: 'ENABLED',
    actual: 'DISABLED',
    reason: null,
    detail: null,
    waiver: null,
    runs: 0,
    countedAt: null,
    toldAt: '2026-11-24T08:00:00.000Z',
    reminders: 0,
    failure: null,
    warnedOf: null,
    openings: ['2026-11-24T08:00:00.000Z'],
    isFlapping: false,
    repairs: [],
    attemptedAt: null,
    contestedAt: null,
    change: null,
    earlier: [],
    pending: [],
    ...over,
  };
}

export function oldSession(over: object = {}) {
  return oldItem({
    subject: 'session',
    desired: null,
    actual: null,
    reason: 'throttled',
    detail: 'slow down',
    runs: 2,
    countedAt: '2026-11-24T08:00:01.000Z',
    openings: [],
    ...over,
  });
}

export const OLD_CHANGE = {
  accountId: '111122223333',
  region: 'eu-west-1',
  eventId: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90',
  call: 'DisableMacie',
  at: '2026-11-24T07:59:00.000Z',
  sets: { status: 'DISABLED' },
  actor: { type: 'Root', name: 'root', sessionName: null, sourceIp: null, userAgent: null },
};

/** The same call as this version has it. */
export const NEW_CALL = {
  accountId: '111122223333',
  region: 'eu-west-1',
  eventId: OLD_CHANGE.eventId,
  name: 'DisableMacie',
  at: OLD_CHANGE.at,
  sets: { status: 'DISABLED' },
  actor: OLD_CHANGE.actor,
};
