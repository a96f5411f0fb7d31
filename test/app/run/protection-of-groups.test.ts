import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GroupValues } from '../../../lib/core/observation.ts';
import type { Write } from '../../../lib/core/settings/group.ts';
import { session } from '../../core/values.ts';
import { fixture, START } from '../fixture.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const NOT_SET = 'not set';
const REGION = 'eu-west-1';
const POLICY = `limits: { coolDown: 0s, maxActions: 50 }
overrides:
  - match: { regions: ["*"] }
    desired:
      automatedDiscovery: ENABLED
      organization: { autoEnable: true, autoEnableDiscovery: NEW }
      findingsPublication: { policyFindings: true, classificationFindings: true }
      classificationExport: { bucketName: results, kmsKeyArn: '${KEY}', keyPrefix: macie }`;

/** The values of each setting from the lowest protection to the highest. A second opinion on the registry. */
const LOWEST_FIRST: Readonly<Record<string, readonly string[]>> = {
  'organization.autoEnable': ['false', 'true'],
  automatedDiscovery: ['DISABLED', 'ENABLED'],
  'organization.autoEnableDiscovery': ['NONE', 'NEW', 'ALL'],
  'findingsPublication.policyFindings': ['false', 'true'],
  'findingsPublication.classificationFindings': ['false', 'true'],
};
const EXPORT = ['classificationExport.bucketName', 'classificationExport.kmsKeyArn', 'classificationExport.keyPrefix'];
const DESTINATIONS = [
  [NOT_SET, NOT_SET, NOT_SET],
  ['results', KEY, 'macie'],
  ['other', KEY, NOT_SET],
];

const anyOf = (ids: readonly string[], fixed: GroupValues = {}): fc.Arbitrary<GroupValues> =>
  fc
    .record(Object.fromEntries(ids.map((id) => [id, fc.constantFrom(...(LOWEST_FIRST[id] ?? []))])))
    .map((values) => ({ ...values, ...fixed }));
const GROUPS: Readonly<Record<string, fc.Arbitrary<GroupValues>>> = {
  organization: anyOf(['organization.autoEnable'], { 'organization.memberLimit': 'not-reached' }),
  automatedDiscovery: anyOf(['automatedDiscovery', 'organization.autoEnableDiscovery'], { standing: 'administrator' }),
  findingsPublication: anyOf(['findingsPublication.policyFindings', 'findingsPublication.classificationFindings']),
  classificationExport: fc
    .constantFrom(...DESTINATIONS)
    .map((parts) => Object.fromEntries(EXPORT.map((id, index) => [id, parts[index] ?? NOT_SET]))),
};
const anyChange = fc.oneof(
  ...Object.entries(GROUPS).map(([group, values]) => fc.record({ group: fc.constant(group), to: values })),
);

/** The rules of the calls: what a call leaves out gets its default, which for the mode of members is ALL. */
function applied({ group, values }: Write, before: GroupValues): GroupValues {
  if (group === 'automatedDiscovery') return { ...before, 'organization.autoEnableDiscovery': 'ALL', ...values };
  if (group === 'classificationExport') return { ...Object.fromEntries(EXPORT.map((id) => [id, NOT_SET])), ...values };
  return { ...before, ...values };
}

/** The settings that a write has lowered or moved. */
function lowered(shown: GroupValues, after: GroupValues): readonly string[] {
  return Object.keys(after).filter((id) => {
    const [from, to] = [shown[id] ?? '', after[id] ?? ''];
    const ranks = LOWEST_FIRST[id];
    return ranks ? ranks.indexOf(to) < ranks.indexOf(from) : from !== NOT_SET && from !== to;
  });
}

test('no write of any group lowers what the reading right before it showed, however people and runs interleave', async () => {
  const written = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.record(GROUPS),
      fc.array(anyChange, { maxLength: 8 }),
      async (scheduler, before, changes) => {
        const pause = (name: string): Promise<void> =>
          scheduler.schedule(Promise.resolve(), name).then(() => undefined);
        const desk = fixture({
          sessions: { [REGION]: session() },
          policy: POLICY,
          step: pause,
          over: { now: () => new Date(START), wait: () => pause('wait') },
        });
        const state: Record<string, GroupValues> = { ...before };
        const lastRead: Record<string, GroupValues> = {};
        const { read, write } = desk.access;
        const faults: unknown[] = [];
        const seen = new Set<string>();
        Object.assign(desk.access, {
          read: async (order: Parameters<typeof read>[0]) => {
            const { group } = order;
            await pause(`read ${group}`);
            const values = state[group];
            if (values === undefined) return read(order);
            lastRead[group] = values;
            for (const [id, value] of Object.entries(values)) seen.add(`${id} ${value}`);
            return { kind: 'values', values };
          },
          write: async (...[one, order]: Parameters<typeof write>) => {
            const { group } = one;
            const shown = lastRead[group];
            if (shown === undefined) return write(one, order);
            written.add(group);
            const after = applied(one, shown);
            state[group] = applied(one, state[group] ?? {});
            const down = lowered(shown, after);
            if (down.length > 0) faults.push({ one, shown, down });
            await pause('answer');
            return { kind: 'accepted' };
          },
        });
        const people = async (): Promise<void> => {
          for (const { group, to } of changes) {
            await pause(`person ${group}`);
            state[group] = to;
          }
        };
        await scheduler.waitFor(Promise.all([desk.check(), desk.check(), people()]));
        expect(faults).toEqual([]);
        // What a person changed meanwhile is noticed: nothing is called repaired that was not seen so.
        const repaired = desk.results
          .flatMap(({ report }) => report.results.flatMap(({ drifts }) => drifts))
          .filter(({ outcome }) => outcome === 'verified');
        expect(repaired.filter(({ setting, desired }) => !seen.has(`${setting} ${desired}`))).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
  expect([...written].toSorted()).toEqual(Object.keys(GROUPS).toSorted());
});
