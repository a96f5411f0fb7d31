import { assemble } from '../lib/core/compliance/build-report.ts';
import { assess } from '../lib/core/compliance/assess.ts';
import type { Observation, TargetPolicy } from '../lib/core/model.ts';
import { plan } from '../lib/core/compliance/plan.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { json } from '../lib/render/formats/json.ts';
import { text } from '../lib/render/formats/text.ts';
import type { Measurement } from './measure.ts';

const ACCOUNTS = 1000;
const POLICY: TargetPolicy = {
  desired: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
  remediation: 'report',
  waivers: [],
};

/** 1,000 accounts × 22 Regions: nine in ten as desired, the rest paused or denied. */
function sightings() {
  return Array.from({ length: ACCOUNTS }, (_, account) => String(100_000_000_000 + account)).flatMap((accountId) =>
    MACIE_REGIONS.map((region, index) => ({
      target: { accountId, region },
      policy: POLICY,
      observation: observationOf((Number(accountId) + index * 7) % 20),
    })),
  );
}

function observationOf(kind: number): Observation {
  if (kind === 0)
    return {
      kind: 'unknown',
      reason: 'access-denied',
      detail: 'macie2:GetMacieSession was denied by a service control policy',
    };
  const session = {
    status: kind === 1 ? 'PAUSED' : 'ENABLED',
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    serviceRole: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
  };
  return { kind: 'session', session };
}

/** The pure part of a run over 22,000 observed targets. */
export function benchCore(): readonly Measurement[] {
  const seen = sightings();
  runOnce(seen);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { computedMs, jsonMs, textMs, kept } = runOnce(seen);
  const grownMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const size = `${kept.length} bytes of output`;
  return [
    { name: '22,000 targets: compare, plan, assemble', value: computedMs, unit: 'ms' },
    { name: '22,000 targets: render as JSON', value: jsonMs, unit: 'ms' },
    { name: '22,000 targets: render as text', value: textMs, unit: 'ms' },
    { name: '22,000 targets: heap used by all of it', value: grownMb, unit: 'MB', note: size },
  ];
}

function runOnce(seen: ReturnType<typeof sightings>) {
  const start = performance.now();
  const planned = plan(seen.map(assess), { ceiling: 'report', maxActions: 25 });
  const report = assemble(
    {
      runId: 'bench',
      startedAt: '2026-11-24T09:00:00.000Z',
      finishedAt: '2026-11-24T09:00:01.000Z',
      trigger: 'command-line',
      policy: { source: 'bench', sha256: '0'.repeat(64), remediation: 'report' },
      regions: { source: 'policy', excluded: [] },
      notices: planned.notices,
    },
    planned.assessments,
  );
  const computed = performance.now();
  const asJson = json(report);
  const rendered = performance.now();
  const asText = text(report);
  const end = performance.now();
  return { computedMs: computed - start, jsonMs: rendered - computed, textMs: end - rendered, kept: asJson + asText };
}
