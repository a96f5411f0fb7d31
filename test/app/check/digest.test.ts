import { expect, test } from '@jest/globals';
import { runRecord } from '../../../lib/core/alerts/statistics.ts';
import { digestView } from '../../../lib/render/view/digest-view.ts';
import { memoryStore } from '../../state/memory.ts';
import { reportFor, resultOf } from '../../core/values.ts';
import { fixture, HOUR, START } from '../fixture.ts';

const MINUTE = HOUR / 60;

/** A run of each minute of the hours before the start, older than which there is none. */
async function digestAfter(hours: number): Promise<string> {
  const { store } = memoryStore();
  const record = runRecord(reportFor([resultOf('eu-west-1')]), []);
  for (let ms = START - hours * HOUR; ms < START; ms += MINUTE)
    await store.putRun({ ...record, runId: String(ms), startedAt: new Date(ms).toISOString() });
  const desk = fixture({ over: { openState: () => Promise.resolve(store) } });
  await desk.check({ digest: true });
  const [message] = desk.messages;
  if (!message?.digest) throw new Error('no digest was sent');
  return digestView(message.report, message.digest).counts;
}

test('a digest counts every run of the week, however many there are', async () => {
  expect(await digestAfter(8 * 24)).toMatch(/^10081 runs in the last 7 days: 100\.0 %/);
});

test('a digest that nobody can make fails, so that it is not missed in silence', async () => {
  const broken = fixture({
    step: (operation) => (operation === 'load' ? Promise.reject(new Error('no')) : Promise.resolve()),
  });
  await expect(broken.check({ digest: true })).rejects.toThrow('the digest was not sent, because the state');
  const without = fixture({ over: { openState: null } });
  await expect(without.check({ digest: true })).rejects.toThrow(
    'digest: expected a stack with a state table, found none',
  );
});

test('a digest of a table that is younger than a week says since when', async () => {
  expect(await digestAfter(48)).toMatch(/^2881 runs since 2026-11-22 09:00 UTC: 100\.0 %/);
});
