import { describe, expect, test } from '@jest/globals';
import { delegatedAdministrators, readOrganization } from '../../lib/aws/organization.ts';
import { enabledRegions, offeredRegions } from '../../lib/aws/region-lists.ts';
import type { Clients } from '../../lib/aws/clients.ts';
import { readMembers } from '../../lib/macie/members.ts';
import { startAnswering } from '../fixtures/answering-server.ts';

const signal = new AbortController().signal;

/** By the name of the list in its answer: a call that reads it. */
const READS: Readonly<Record<string, (clients: Clients) => Promise<unknown>>> = {
  members: (clients) => readMembers({ client: clients.macieReader('eu-west-1'), region: 'eu-west-1', signal }),
  Accounts: (clients) => readOrganization(clients, { units: [], signal }),
  DelegatedAdministrators: (clients) => delegatedAdministrators(clients, signal),
  Parameters: (clients) => offeredRegions(clients, signal),
  Regions: (clients) => enabledRegions(clients, signal),
};

async function answerTo(list: string, value: unknown): Promise<string> {
  const { clients, close } = await startAnswering(JSON.stringify({ [list]: value }));
  const answer = await READS[list]?.(clients);
  await close();
  return JSON.stringify(answer);
}

describe.each(Object.keys(READS))('the list %s', (list) => {
  test.each([['a text'], [5], [{ 0: {} }]])('that is %j is unknown, in words', async (value) => {
    const answer = await answerTo(list, value);
    expect(answer).toContain('answered with something else than the API promises');
    expect(answer).toContain('expected a list');
    expect(answer).not.toMatch(/is not a function|destructure|undefined/);
  });

  test('that goes on for ever is no whole list', async () => {
    const { clients, close } = await startAnswering(JSON.stringify({ [list]: [], nextToken: 'a', NextToken: 'a' }));
    const answer = await READS[list]?.(clients);
    await close();
    expect(JSON.stringify(answer)).toContain('the list goes on for ever with the same token');
  });

  test('with items that are none is read without them', async () => {
    expect(await answerTo(list, [null, 5, 'x', {}])).not.toContain('promises');
  });
});
