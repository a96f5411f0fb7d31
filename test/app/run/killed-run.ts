import { createStore } from '../../../lib/state/table.ts';
import { tell } from '../../../lib/app/run/tell.ts';
import { createClients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { looked } from './attempts.ts';

// A run in a process of its own that stops at a stage and waits to be killed: see kill.test.ts.
const [stage = '', reportText = ''] = process.argv.slice(2);
const report: Report = JSON.parse(reportText);
const clients = createClients({ homeRegion: 'us-east-1' });
const store = createStore({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
let saves = 0;

async function at(name: string): Promise<void> {
  if (name !== stage) return;
  process.stdout.write('here\n');
  await new Promise<never>(() => setInterval(() => undefined, 1000));
}

await tell(
  {
    store: {
      ...store,
      load: async (account) => {
        await at('after the claim');
        return store.load(account);
      },
      save: async (change) => {
        await at(saves++ === 0 ? 'before the alerts are saved' : 'before the delivery is noted down');
        await store.save(change);
      },
      release: async (account, lease) => {
        await at('before the lease is given back');
        await store.release(account, lease);
      },
    },
    now: () => new Date(report.startedAt),
    wait: () => Promise.resolve(),
    publish: async ({ alerts }) => {
      await at('before publishing');
      process.stdout.write(`said ${alerts.map(({ id }) => id).join(' ')}\n`);
      return { undelivered: new Set(), failure: null };
    },
  },
  {
    ...looked(report),
    settings: { remindAfterMs: 1e9, blindAfter: 2, flapLimit: 3 },
    isAlways: false,
    deadline: new AbortController().signal,
    leaseMs: 900_000,
  },
);
