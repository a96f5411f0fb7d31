import { expect, test } from '@jest/globals';
import { macieLinks, recordLinks } from '../../../lib/render/words/console-links.ts';
import { DISABLED_BY } from '../../fixtures/calls.ts';

test.each([
  ['eu-west-1', 'eu-west-1.console.aws.amazon.com'],
  ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
  ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
])('links of %s lead to the console of its partition', (region, host) => {
  const [macie, record] = [...macieLinks(region), ...recordLinks({ ...DISABLED_BY, region })];
  expect(macie).toEqual({
    label: `Macie in ${region}`,
    url: `https://${host}/macie/home?region=${region}#/settings`,
  });
  expect(record?.url).toBe(
    `https://${host}/cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(DISABLED_BY.eventId)}`,
  );
});

test('a Region, an event or a call with another name does not change where a link leads', () => {
  for (const region of ['evil.example.com/', 'eu-west-1.evil', '', '../..']) {
    expect(macieLinks(region)).toEqual([]);
    expect(recordLinks({ ...DISABLED_BY, region })).toEqual([]);
  }
  expect(recordLinks({ ...DISABLED_BY, eventId: '"><a|b> ?x', name: '<!channel>' })).toMatchObject([
    { label: 'call', url: expect.stringMatching(/#\/events\/[\w%.-]+$/) },
  ]);
});
