import { run } from '../../../lib/app/run/run.ts';
import { createClients } from '../../../lib/aws/clients.ts';
import { createStateTable } from '../../../lib/state/table.ts';
import { OFF, session } from '../../core/values.ts';
import { fakeMacie, requestFor } from '../fake-macie.ts';

// A run in a process of its own that stops at a stage and waits to be killed: see kill.test.ts.
const [stage = '', startedAt = ''] = process.argv.slice(2);
const clients = createClients({ homeRegion: 'us-east-1' });
const store = createStateTable({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
const { deps } = fakeMacie({ 'eu-west-1': session({ status: 'PAUSED' }), 'us-east-1': OFF });
// eu-west-1 is only reported, us-east-1 is repaired.
const request = requestFor(
  'remediation: enforce\noverrides: [{ match: { regions: [eu-west-1] }, remediation: report }]',
);
let loads = 0;
let saves = 0;

async function at(name: string | undefined): Promise<void> {
  if (name !== stage) return;
  process.stdout.write('here\n');
  await new Promise<never>(() => setInterval(() => undefined, 1000));
}

await run(request, {
  ...deps,
  now: () => new Date(startedAt),
  newId: () => 'killed',
  deadline: new AbortController().signal,
  repeatEvery: () => () => undefined,
  warn: () => undefined,
  openState: () =>
    Promise.resolve({
      ...store,
      load: async (account) => {
        // The first one is made beside the scan.
        if (loads++ === 1) await at('after the lease is taken');
        return store.load(account);
      },
      save: async (account, change) => {
        await at(
          ['before the repairs are recorded', 'before the alerts are saved', 'before the delivery is saved'][saves++],
        );
        await store.save(account, change);
      },
      releaseLease: async (account, lease) => {
        await at('before the lease is released');
        await store.releaseLease(account, lease);
      },
    }),
  publish: async ({ changes }) => {
    await at('before publishing');
    process.stdout.write(`sent ${(changes?.alerts ?? []).map(({ id }) => id).join(' ')}\n`);
    return { published: true, undelivered: [], failures: [], audience: null };
  },
});
