import { expect, test } from '@jest/globals';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import { decodeRun } from '../../lib/state/decode.ts';
import { REPORTS } from '../fixtures/reports.ts';

const decoded = (audience: unknown) =>
  decodeRun({ v: 2, data: JSON.stringify({ ...runRecord(REPORTS.clean, []), audience }) });

test.each([{ kind: 'subscribed' }, { kind: 'unsubscribed', pending: 2 }, { kind: 'unknown', why: 'denied' }])(
  'the record of a run keeps %j',
  (audience) => {
    expect(decoded(audience)?.audience).toEqual(audience);
  },
);

test.each([undefined, null, 'nobody', { kind: 'unsubscribed' }, { kind: 'crowd' }])(
  'a run is no worse for an audience that makes no sense: %j',
  (audience) => {
    expect(decoded(audience)).toMatchObject({ verdict: 'compliant' });
    expect(decoded(audience)?.audience).toBeUndefined();
  },
);
