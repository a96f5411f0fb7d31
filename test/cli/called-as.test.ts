import { calledAs } from '../../cli/called-as.ts';

describe('the call in examples of the help', () => {
  test.each([
    ['npm run --silent warden --', '/clone/cli/main.ts', { npm_lifecycle_event: 'warden' }],
    ['npm run --silent warden --', '/clone/cli/main.ts', {}],
    ['macie-warden', '/usr/local/bin/macie-warden', {}],
    ['warden', '/home/me/a folder/node_modules/.bin/warden', {}],
    ['npx macie-warden', '/home/me/.npm/_npx/1/node_modules/.bin/macie-warden', { npm_lifecycle_event: 'npx' }],
    ['macie-warden', '/home/me/app/node_modules/.bin/macie-warden', { npm_lifecycle_event: 'check-macie' }],
  ])('is %s for %s', (expected, script, env) => {
    expect(calledAs({ script, env })).toBe(expected);
  });
});
