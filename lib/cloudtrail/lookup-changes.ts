import pMap from 'p-map';
import type { Clients } from '../aws/clients.ts';
import { isOfAdministrator } from '../core/activity/member-calls.ts';
import { replacesSession, type MacieCall } from '../core/activity/macie-call.ts';
import type { ChangedSession } from '../core/alerts/changed-session.ts';
import { compareText } from '../core/order.ts';
import { SETTINGS } from '../core/settings/index.ts';
import { SESSION } from '../core/settings/session.ts';
import { SECOND_MS } from '../core/time.ts';
import { successfulCall } from './effective-calls.ts';
import { BUDGET_MS, PARALLEL_REGIONS } from './lookup-options.ts';
import { pager } from './pages.ts';

interface ChangeLookup {
  readonly clients: Pick<Clients, 'cloudtrail'>;
  readonly wait: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The calls that changed sessions between two runs. Never rejects: a failed lookup costs its Region and nothing else. */
export async function lookUpChanges(
  changed: readonly ChangedSession[],
  { signal, ...options }: ChangeLookup,
): Promise<readonly MacieCall[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_MS)]);
  const found = await pMap(
    changed.toSorted((a, b) => compareText(a.region, b.region)),
    async (session) => {
      try {
        return await lookUpSession(session, { ...options, limit });
      } catch {
        // With one of the answers missing, the call in between may be the missing one.
        return [];
      }
    },
    { concurrency: PARALLEL_REGIONS },
  );
  return found.flat();
}

async function lookUpSession(
  session: ChangedSession,
  options: Omit<ChangeLookup, 'signal'> & { readonly limit: AbortSignal },
): Promise<readonly MacieCall[]> {
  const { region, from, until } = session;
  const client = await options.clients.cloudtrail(region);
  const window = { fromMs: Date.parse(from), toMs: Date.parse(until) + SECOND_MS };
  const nextPage = pager({ ...options, client, window });
  const calls: MacieCall[] = [];
  for (const name of namesOf(session)) {
    let token: string | undefined;
    do {
      const page = await nextPage(name, token);
      calls.push(...page.records.flatMap((record) => successfulCall(record, session)?.call ?? []));
      token = page.token;
    } while (token !== undefined);
  }
  // The call that made the earlier state is not one in between.
  return calls.filter(({ at }) => Date.parse(at) > window.fromMs);
}

/** The calls that can set a value of a session. Only a new session was enabled, and the one before it disabled. */
function namesOf({ isNew }: ChangedSession): readonly string[] {
  const names = SETTINGS.filter(({ group }) => group === SESSION).flatMap(({ attributedTo }) =>
    // Those of an administrator are in its own trail.
    Object.keys(attributedTo).filter((name) => !isOfAdministrator(name)),
  );
  return [...new Set(names)].filter((name) => isNew || !replacesSession({ name })).toSorted(compareText);
}
