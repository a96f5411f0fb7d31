import { expect, test } from '@jest/globals';
import { alarmGuide } from '../../serverless/guide.ts';

const ADDRESS = 'https://github.com/owner/macie-warden/blob/main/docs/deploying.md#when-an-alarm-rings';

test.each([
  [{ repository: 'github:owner/macie-warden' }, ADDRESS],
  [{ repository: { type: 'git', url: 'git+https://github.com/owner/macie-warden.git' } }, ADDRESS],
  [{ repository: 'git@github.com:owner/macie-warden.git' }, ADDRESS],
  [{ homepage: 'https://github.com/owner/macie-warden#readme' }, ADDRESS],
  [{ homepage: 'https://example.com' }, 'docs/deploying.md, "When an alarm rings",'],
  [{}, 'docs/deploying.md, "When an alarm rings",'],
])('%j', (manifest, guide) => {
  expect(alarmGuide(manifest)).toBe(guide);
});
