import pMap from 'p-map';
import { notKnown, ok, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Reading } from '../../../core/observation.ts';
import { SESSION } from '../../../core/settings/session.ts';
import { OWN_ACCOUNT, type AccountAccess } from '../../scan/deps.ts';
import { timeLimit, withinLimit } from '../../scan/time-limit.ts';
import type { Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';
import { groupsOf } from '../access/resources.ts';

/** A reading of a settings group in a Region. */
export interface RegionReading {
  readonly region: string;
  readonly group: string;
  readonly reading: Reading;
}

export async function examineMacie(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const groups = basis.policy.kind === 'known' ? groupsOf(basis.policy.value.loaded.policy) : [SESSION];
  const own = deps.forAccount(OWN_ACCOUNT);
  const readings = await pMap(
    basis.regions,
    (region) => readGroups(own, { region, groups, ms: deps.limits.callBudgetMs, signal }),
    { concurrency: deps.limits.parallelReads },
  );
  return judgeReadings(readings.flat());
}

interface Reads {
  readonly region: string;
  readonly groups: readonly string[];
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** The groups beside the session are read where Macie is on. */
async function readGroups(
  own: AccountAccess,
  { region, groups, ms, signal }: Reads,
): Promise<readonly RegionReading[]> {
  const read = async (group: string): Promise<RegionReading> => {
    const limit = timeLimit(ms, signal);
    const reading = await withinLimit<Reading>(limit, {
      work: () => own.read({ group, region, signal: limit }),
      late: () => ({ kind: 'unknown', reason: 'timeout', detail: `${group} in ${region} gave no answer in time` }),
    });
    return { region, group, reading };
  };
  const session = await read(SESSION);
  const isOn = session.reading.kind === 'values' && session.reading.values['status'] === 'ENABLED';
  const others = isOn ? groups.filter((group) => group !== SESSION) : [];
  return [session, ...(await Promise.all(others.map(read)))];
}

/** Answers of the same words are one finding. */
export function judgeReadings(readings: readonly RegionReading[]): readonly Finding[] {
  const failed = readings.filter(({ reading }) => reading.kind === 'unknown' || reading.kind === 'token-rejected');
  const understood = readings.length - failed.length;
  const groups = Map.groupBy(failed, ({ region, reading }) => textOf(reading).replaceAll(region, 'REGION'));
  return [
    ...(understood > 0 ? [ok("Macie's answers", `${understood} of ${readings.length} readings are understood`)] : []),
    ...[...groups].map(([text, alike]) => judgeAlike(text, alike)),
  ];
}

function textOf(reading: Reading): string {
  return 'detail' in reading ? reading.detail : '';
}

function judgeAlike(text: string, alike: readonly RegionReading[]): Finding {
  const what = `Macie in ${[...new Set(alike.map(({ region }) => region))].join(', ')}`;
  const [first] = alike;
  const reason = first?.reading.kind === 'unknown' ? first.reading.reason : 'credentials';
  if (reason === 'bad-response')
    return wrong(what, text, 'this version does not know the answer: report it to macie-warden, with these words');
  if (reason === 'access-denied')
    return wrong(
      what,
      text,
      'allow the call. If no policy denies it, the words are new to this version: report them to macie-warden',
    );
  if (reason === 'credentials')
    return wrong(
      what,
      text,
      'enable the Region for the account, or take it out of the policy; if it is enabled, the credentials are bad',
    );
  return notKnown(what, text, 'try again');
}
