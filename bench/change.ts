import { DisableMacieCommand, EnableMacieCommand } from '@aws-sdk/client-macie2';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { eventOf } from '../sandbox/services/trail.ts';
import { handlerWith, macieIn, recordOf } from './change-function.ts';
import { median, type Measurement } from './measure.ts';
import { LATENCY_MS } from './scan.ts';

const RUNS = 7;
const BATCHES = 10;
const BATCH = 100;

/** Times of the function `change`, warm, against a sandbox in another process. */
export async function benchChange(): Promise<readonly Measurement[]> {
  const [repaired, reported] = [await callToAlert('enforce'), await callToAlert('report')];
  const perSecond = await eventsPerSecond();
  const ratio = (ms: number) => ({
    value: ms / LATENCY_MS,
    unit: '×' as const,
    note: `${Math.round(ms)} ms of wall time`,
  });
  return [
    { name: `a change: event to published alert, repaired ÷ ${LATENCY_MS} ms`, ...ratio(repaired), limit: 13 },
    { name: `a change: event to published alert, reported ÷ ${LATENCY_MS} ms`, ...ratio(reported), limit: 8 },
    {
      name: 'a change: events a second that change nothing, one warm function',
      value: perSecond,
      unit: 'a second',
      note: `batches of ${BATCH}, 22 Regions, ${LATENCY_MS} ms a call`,
    },
  ];
}

/** From handing over the event to SNS's answer. */
async function callToAlert(remediation: 'enforce' | 'report'): Promise<number> {
  const times: number[] = [];
  let publishedAt = 0;
  const send = await handlerWith(remediation, () => {
    publishedAt = performance.now();
  });
  const region = remediation === 'enforce' ? 'eu-west-1' : 'eu-west-2';
  const macie = macieIn(region);
  for (let run = 0; run <= RUNS; run++) {
    await macie.send(new DisableMacieCommand({}));
    const event = eventOf(recordOf('DisableMacie', region));
    const start = performance.now();
    await send([event]);
    // The first one opens connections.
    if (run > 0) times.push(publishedAt - start);
    if (remediation === 'report') {
      await macie.send(new EnableMacieCommand({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }));
      await send([eventOf(recordOf('EnableMacie', region))]);
    }
  }
  macie.destroy();
  return median(times);
}

/** A storm of calls that change nothing that is not as it should be. */
async function eventsPerSecond(): Promise<number> {
  const send = await handlerWith('enforce');
  const old = new Date(Date.now() - 30 * 60_000);
  const batch = () =>
    Array.from({ length: BATCH }, (_, index) =>
      eventOf(recordOf('UpdateMacieSession', MACIE_REGIONS[index % MACIE_REGIONS.length] ?? '', old)),
    );
  await send(batch());
  const start = performance.now();
  for (let number = 0; number < BATCHES; number++) await send(batch());
  return (BATCHES * BATCH * 1000) / (performance.now() - start);
}
