import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { MACIE_REGIONS } from '../../lib/core/regions.ts';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { channelAccess } from '../../lib/app/wiring/channels.ts';
import { parseEnvironment } from '../../lib/app/wiring/environment.ts';
import type { Clients } from '../../lib/aws/clients.ts';
import { channelsOf } from '../../lib/publish/table.ts';
import { publishTo } from '../../lib/publish/channels.ts';
import type { Report } from '../../lib/core/compliance/report.ts';
import type { Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { AT, driftAlert } from '../fixtures/alerts.ts';
import { EVERY_STATE } from '../fixtures/changes.ts';
import { REPORTS } from '../fixtures/reports.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';
import { connectSandbox } from '../sandbox/connected.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:alerts';
let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({ readAttempts: 1 }));
});
afterAll(() => close());

function use(rest = '', more = ''): void {
  sandbox.reset(
    parseWorld(`accounts: { '${ACCOUNT}': { securityHub: { us-east-1: ENABLED } }${more} }\n${rest}`, 'world'),
  );
}

interface Options {
  readonly report?: Report;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Sends alerts to Security Hub alone. */
async function publish(alerts: readonly Alert[], { report = REPORTS.mixed, variables = {} }: Options = {}) {
  const environment = parseEnvironment({
    TOPIC_ARN,
    SECURITY_HUB_ACCOUNT: ACCOUNT,
    AWS_REGION: 'us-east-1',
    ...variables,
  });
  const access = channelAccess(environment, {
    clients,
    readParameter: () => Promise.reject(new Error('there is none')),
    wait: () => Promise.resolve(),
    now: () => new Date(),
  });
  const channels = channelsOf(access, { securityHub: ['opened', 'resolved'] }).filter(
    ({ name }) => name === 'securityHub',
  );
  const changes = { alerts, state: EVERY_STATE, note: null };
  const published = await publishTo(channels, { report, changes, signal: new AbortController().signal });
  return { ...published, errors: published.failures.map(({ error }) => String(error)) };
}

const opened = (index: number, over: Partial<Alert> = {}): Alert =>
  driftAlert(
    { kind: 'opened' },
    {
      id: `opened${index}`,
      accountId: String(200_000_000_000 + Math.floor(index / MACIE_REGIONS.length)),
      region: MACIE_REGIONS[index % MACIE_REGIONS.length] ?? '',
      ...(over as object),
    },
  );
const imports = () => sandbox.calls.filter(({ operation }) => operation === 'BatchImportFindings').length;

async function stored(region = 'us-east-1', account = ACCOUNT) {
  const { securityHub } = clientsOf(sandbox, { region, account });
  const { Findings = [] } = await securityHub.send(new GetFindingsCommand({ MaxResults: 100 }));
  return Findings;
}

test('imports the findings of all members under its own account, a hundred a call', async () => {
  use();
  const alerts = Array.from({ length: 250 }, (_, index) => opened(index));
  expect(await publish(alerts)).toMatchObject({ published: true, undelivered: [], errors: [] });
  expect(imports()).toBe(3);
  expect((await stored())[0]).toMatchObject({
    Id: `macie-warden/200000000000/${MACIE_REGIONS[0]}/status`,
    AwsAccountId: ACCOUNT,
  });
});

test('sends what failed inside of Security Hub once more', async () => {
  use('faults: [{ kind: half-accepted, times: 1 }]');
  expect(await publish([opened(0), opened(1), opened(2)])).toMatchObject({ undelivered: [], errors: [] });
  expect(imports()).toBe(2);
  expect(await stored()).toHaveLength(3);
});

test('what fails again stays pending, and the rest is taken', async () => {
  use('faults: [{ kind: half-accepted }]');
  const { undelivered, errors, published } = await publish([opened(0), opened(1), opened(2), opened(3)]);
  expect([published, undelivered]).toEqual([true, ['opened0']]);
  expect(errors).toEqual([expect.stringMatching(/1 of 4 alerts were refused: InternalError: Internal server error/)]);
});

describe('Security Hub is not on', () => {
  const OFF = { variables: { AWS_REGION: 'eu-west-1' } };

  test('the run that made the alert says so, with what to do', async () => {
    use();
    const { errors, published, undelivered } = await publish([opened(0, { at: REPORTS.mixed.finishedAt })], OFF);
    expect([published, undelivered]).toEqual([false, ['opened0']]);
    expect(errors).toEqual([
      expect.stringMatching(
        /^PublishError: Security Hub took no finding: InvalidAccessException: .* Turn Security Hub CSPM on in eu-west-1 of 111122223333, or deploy without --param securityHub=on/,
      ),
    ]);
  });

  test('a later run that tries again does not, and takes nothing for delivered', async () => {
    use();
    const startedAt = '2026-11-24T10:00:00.000Z';
    const report = { ...REPORTS.mixed, startedAt, finishedAt: '2026-11-24T10:00:01.000Z' };
    const old = opened(0, { at: AT });
    expect(await publish([old], { ...OFF, report })).toMatchObject({
      published: false,
      undelivered: ['opened0'],
      errors: [],
    });
    // A new alert is a reason to say it again.
    const both = await publish([old, opened(1, { at: report.finishedAt })], { ...OFF, report });
    expect(both.errors).toHaveLength(1);
  });
});

test.each([
  ['throttled', 'throttle', /ThrottlingException: .* The next run sends the findings again/],
  [
    'denied',
    'deny',
    /AccessDeniedException: .* Allow securityhub:BatchImportFindings on product\/111122223333\/default in us-east-1/,
  ],
])('%s: everything stays pending, and the log has what to do', async (_, kind, message) => {
  use(`faults: [{ kind: ${kind}, match: { operations: [BatchImportFindings] } }]`);
  const { published, undelivered, errors } = await publish([opened(0, { at: AT })]);
  expect([published, undelivered]).toEqual([false, ['opened0']]);
  expect(errors).toEqual([expect.stringMatching(message)]);
});

describe('in the members', () => {
  const MEMBERS = { variables: { SECURITY_HUB_ROLE: 'macie-warden-read' } };
  const inMember = (accountId: string, region: string) =>
    driftAlert({ kind: 'opened' }, { id: `${accountId} ${region}`, accountId, region });

  test('each finding is imported in the account and Region of its target, by the role', async () => {
    use('', ", '444455556666': { securityHub: { eu-west-1: ENABLED } }");
    const alerts = [inMember('444455556666', 'eu-west-1'), inMember(ACCOUNT, 'us-east-1')];
    expect(await publish(alerts, MEMBERS)).toMatchObject({ undelivered: [], errors: [] });
    expect(await stored('eu-west-1', '444455556666')).toMatchObject([{ AwsAccountId: '444455556666' }]);
    expect(await stored()).toMatchObject([{ AwsAccountId: ACCOUNT }]);
    expect(sandbox.calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  });

  test('a member that refuses costs its own findings alone', async () => {
    use();
    const alerts = [inMember('444455556666', 'eu-west-1'), inMember(ACCOUNT, 'us-east-1')];
    expect(await publish(alerts, MEMBERS)).toMatchObject({ published: true, undelivered: ['444455556666 eu-west-1'] });
  });
});
