import { reportHead } from './report-head.ts';
import { assess } from '../lib/core/compliance/assess.ts';
import { buildReport } from '../lib/core/compliance/build-report.ts';
import { planWrites } from '../lib/core/compliance/plan.ts';
import type { TargetPolicy } from '../lib/core/compliance/target-policy.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { json } from '../lib/render/formats/json.ts';
import { text } from '../lib/render/formats/text.ts';
import type { Measurement } from './measure.ts';
import { observationOf } from './observations.ts';

const ACCOUNTS = 1000;
const POLICY: TargetPolicy = {
  desired: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
  remediation: 'report',
  waivers: [],
};

/** 1,000 accounts × 22 Regions: nine in ten as desired, the others paused or denied. */
function readTargets() {
  return Array.from({ length: ACCOUNTS }, (_, account) => String(100_000_000_000 + account)).flatMap((accountId) =>
    MACIE_REGIONS.map((region, index) => ({
      target: { accountId, region },
      policy: POLICY,
      observations: { session: observationOf((Number(accountId) + index * 7) % 20) },
    })),
  );
}

/** The pure part of a run over 22,000 targets that were read. */
export function benchCore(): readonly Measurement[] {
  const seen = readTargets();
  runOnce(seen);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { computedMs, jsonMs, textMs, kept } = runOnce(seen);
  const grownMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const size = `${kept.length} bytes of output`;
  return [
    { name: '22,000 targets: compare, plan, report', value: computedMs, unit: 'ms' },
    { name: '22,000 targets: render as JSON', value: jsonMs, unit: 'ms' },
    { name: '22,000 targets: render as text', value: textMs, unit: 'ms' },
    { name: '22,000 targets: heap used by all of it', value: grownMb, unit: 'MB', note: size },
  ];
}

function runOnce(seen: ReturnType<typeof readTargets>) {
  const start = performance.now();
  const planned = planWrites(seen.map((one) => assess(one)));
  const report = buildReport(reportHead(seen.length), planned.assessments);
  const computed = performance.now();
  const asJson = json(report);
  const rendered = performance.now();
  const asText = text(report);
  const end = performance.now();
  return { computedMs: computed - start, jsonMs: rendered - computed, textMs: end - rendered, kept: asJson + asText };
}
