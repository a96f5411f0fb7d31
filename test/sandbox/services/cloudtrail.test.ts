import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CloudTrailClient, LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { DisableMacieCommand, EnableMacieCommand, GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
let time = new Date();
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time });
});
beforeEach(() => {
  time = new Date('2026-11-24T09:00:00.500Z');
  sandbox.reset();
});
afterAll(() => sandbox.close());

const trail = (account = ACCOUNT, region = 'eu-west-1') =>
  new CloudTrailClient({
    endpoint: sandbox.url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: account, secretAccessKey: 'x' },
  });
const byName = (AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue }],
});

test('LookupEvents returns the calls of one account and Region by name, newest first', async () => {
  const { macie } = clientsOf(sandbox);
  for (let times = 0; times < 3; times++) {
    await macie.send(new EnableMacieCommand({}));
    await macie.send(new DisableMacieCommand({}));
  }
  const { Events = [] } = await trail().send(new LookupEventsCommand(byName('DisableMacie')));
  expect(Events.map(({ EventName }) => EventName)).toEqual(['DisableMacie', 'DisableMacie', 'DisableMacie']);
  expect(Events[0]?.EventId).toBe(sandbox.trail.at(-1)?.eventID);
  const first = await trail().send(new LookupEventsCommand({ MaxResults: 4 }));
  const second = await trail().send(new LookupEventsCommand({ MaxResults: 4, NextToken: first.NextToken }));
  expect([first.Events?.length, second.Events?.length, second.NextToken]).toEqual([4, 2, undefined]);
  for (const other of [trail('999988887777'), trail(ACCOUNT, 'us-east-1')])
    expect((await other.send(new LookupEventsCommand({}))).Events).toEqual([]);
});

test('LookupEvents rejects unsupported lookup attributes', async () => {
  const byUser = { LookupAttributes: [{ AttributeKey: 'Username' as const, AttributeValue: 'alice' }] };
  await expect(trail().send(new LookupEventsCommand(byUser))).rejects.toThrow('The sandbox knows EventName');
  const two = [...byName('a').LookupAttributes, ...byName('b').LookupAttributes];
  await expect(trail().send(new LookupEventsCommand({ LookupAttributes: two }))).rejects.toThrow(
    'One lookup attribute at most',
  );
});

describe('a time range', () => {
  const at = (clock: string) => new Date(`2026-11-24T${clock}Z`);
  async function timesOf(range: { StartTime?: Date; EndTime?: Date }) {
    const { Events = [] } = await trail().send(new LookupEventsCommand(range));
    return Events.map(({ EventTime }) => EventTime?.toISOString().slice(11, 19));
  }
  beforeEach(async () => {
    const { macie } = clientsOf(sandbox);
    for (const clock of ['09:00:00.500', '10:00:00.500', '11:00:00.500']) {
      time = at(clock);
      await macie.send(new GetMacieSessionCommand({})).catch(() => undefined);
    }
  });

  test('includes both of its ends', async () => {
    expect(await timesOf({ StartTime: at('10:00:00'), EndTime: at('11:00:00') })).toEqual(['11:00:00', '10:00:00']);
    expect(await timesOf({ StartTime: at('10:00:01') })).toEqual(['11:00:00']);
    expect(await timesOf({ EndTime: at('09:59:59') })).toEqual(['09:00:00']);
  });

  test('is rejected if it ends before it starts', async () => {
    await expect(timesOf({ StartTime: at('11:00:00'), EndTime: at('10:00:00') })).rejects.toMatchObject({
      name: 'InvalidTimeRangeException',
    });
  });
});

test('LookupEvents returns pages of 50 at most', async () => {
  const { macie } = clientsOf(sandbox);
  for (let number = 0; number < 51; number++) await macie.send(new GetMacieSessionCommand({})).catch(() => undefined);
  const sizes: (number | undefined)[] = [];
  for await (const page of paginateLookupEvents({ client: trail() }, {})) sizes.push(page.Events?.length);
  expect(sizes).toEqual([50, 1]);
});

test('a call between two pages does not repeat an event', async () => {
  const { macie } = clientsOf(sandbox);
  const call = () => macie.send(new GetMacieSessionCommand({})).catch(() => undefined);
  for (let number = 0; number < 3; number++) await call();
  const { Events, NextToken } = await trail().send(new LookupEventsCommand({ MaxResults: 2 }));
  await call();
  const rest = await trail().send(new LookupEventsCommand({ MaxResults: 2, NextToken }));
  expect(rest.NextToken).toBeUndefined();
  const ids = [...(Events ?? []), ...(rest.Events ?? [])].map(({ EventId }) => EventId);
  const recorded = sandbox.trail.slice(0, 3).map(({ eventID }) => eventID);
  expect(ids).toEqual(recorded.toReversed());
});

test.each([
  [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
  [{ NextToken: 'none' }, 'InvalidNextTokenException'],
])('LookupEvents rejects %j', async (input, name) => {
  await expect(trail().send(new LookupEventsCommand(input))).rejects.toMatchObject({ name });
});
