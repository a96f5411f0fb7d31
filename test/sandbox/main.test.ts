import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  GetMacieSessionCommand,
  paginateListMembers,
} from '@aws-sdk/client-macie2';
import { paginateListAccounts } from '@aws-sdk/client-organizations';
import { bundled } from '../fixtures/programs.ts';
import { clientsOf } from './values.ts';

let main: string;
beforeAll(async () => {
  main = await bundled('sandbox/main.ts');
});

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const start = (...args: string[]) => startFile(main, args);

function startFile(file: string, args: readonly string[]) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const check of waiting) check();
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), ...output }));
  /** Resolves once the output has it; rejects when the program ends before. */
  const shows = (name: keyof typeof output, pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = pattern.exec(output[name]);
        if (found) resolve(found[0]);
      };
      waiting.add(check);
      check();
      void ended.then((how) => reject(new Error(`ended without ${pattern.source}: ${JSON.stringify(how)}`)));
    });
  return { child, ended, shows };
}

test('prints its usage, calls and messages, and ends with Ctrl-C', async () => {
  const { child, ended, shows } = start('--port', '0', '--world', 'sandbox/worlds/demo.yml');
  const url = await shows('stdout', /http:\/\/127\.0\.0\.1:\d+/);
  await shows('stdout', /export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+ AWS_ACCESS_KEY_ID=111122223333/);
  const { macie } = clientsOf({ url });
  expect(await macie.send(new GetMacieSessionCommand({}))).toMatchObject({ status: 'ENABLED' });
  const { sns } = clientsOf({ url }, { region: 'us-east-1' });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'macie-warden-alerts' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+15550100' }));
  await sns.send(new PublishCommand({ TopicArn, Subject: 'paused', Message: 'a\n\u001b[2Jb' }));
  await shows('stderr', /^111122223333 eu-west-1 {6}macie2:GetMacieSession 200$/m);
  await shows(
    'stdout',
    / {2}\| To: {6}cloud-security@example.com \(email, shown\)\n {2}\| Subject: paused\n {2}\|\n {2}\| a\n/,
  );
  // Published text cannot send commands to the terminal.
  expect(await shows('stdout', /\(sms, [^]*b\n/)).not.toContain('\u001b');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0 });
});

test('--accounts starts an organization, and prints the keys of its administrator', async () => {
  const { shows } = start('--port', '0', '--accounts', '1000');
  const url = await shows('stdout', /http:\/\/127\.0\.0\.1:\d+/);
  await shows('stdout', /AWS_ACCESS_KEY_ID=111122223333/);
  await shows('stdout', /AWS_ACCESS_KEY_ID=100000000001 aws macie2 list-organization-admin-accounts/);
  const { macie, organizations } = clientsOf({ url });
  let accounts = 0;
  for await (const page of paginateListAccounts({ client: organizations }, {})) accounts += page.Accounts?.length ?? 0;
  const relationships = new Map<string, number>();
  for await (const { members = [] } of paginateListMembers({ client: macie }, { onlyAssociated: 'false' }))
    for (const { relationshipStatus = '' } of members)
      relationships.set(relationshipStatus, (relationships.get(relationshipStatus) ?? 0) + 1);
  expect(accounts).toBe(1000);
  // One account was never added, and the administrator is no member of itself.
  expect(Object.fromEntries(relationships)).toEqual({ Enabled: 995, Paused: 1, AccountSuspended: 2 });
});

test('ends when its output is closed', async () => {
  const { child, ended, shows } = start('--port', '0');
  const url = await shows('stdout', /http:\/\/127\.0\.0\.1:\d+/);
  child.stderr?.destroy();
  await clientsOf({ url })
    .macie.send(new GetMacieSessionCommand({}))
    .catch(() => undefined);
  expect((await ended).code).toBe(0);
});

test('a port in use is an error with a remedy', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const how = await start('--port', String(port)).ended;
  taken.close();
  expect(how).toEqual({
    code: 3,
    stdout: '',
    stderr: `sandbox: port ${port} is in use: stop what listens there, or choose another with --port\n`,
  });
});

test.each([
  ['--port x', 'expected a number from 0 to 65535'],
  ['--latency soon', 'expected milliseconds, from 0 to 60000'],
  ['--wrld x', "unknown option '--wrld'"],
  ['--accounts 2', 'expected a number from 3 to 100000'],
  ['--accounts 5 --seed x', 'expected a whole number'],
  ['--accounts 5 --world sandbox/worlds/demo.yml', '--accounts is in place of --world'],
  ['--seed 5', '--seed is for --accounts'],
  ['--world none.yml', 'none.yml: no file there'],
  ['--world sandbox', 'sandbox: a directory; name the file in it'],
])('%s: one sentence and exit 3', async (args, message) => {
  const { code, stdout, stderr } = await start(...args.split(' ')).ended;
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
});

test('an invalid world: a line for each problem', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'world-')), 'w.yml');
  writeFileSync(file, 'faults:\n  - kind: deny\n    match: { operations: [EnableMacy] }\n');
  expect((await start('--port', '0', '--world', file).ended).stderr).toMatch(/^sandbox: .*EnableMacy/);
  writeFileSync(file, 'a: 1\nb: 2\n');
  const { code, stderr } = await start('--port', '0', '--world', file).ended;
  expect(code).toBe(3);
  expect(stderr).toBe(`sandbox: ${file}:1:1: a: there is no such key\nsandbox: ${file}:2:1: b: there is no such key\n`);
});

test('--help has examples', async () => {
  const { code, stdout } = await startFile('sandbox/main.ts', ['--help']).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('npm run sandbox -- --world sandbox/worlds/demo.yml');
});

describe('--live', () => {
  test('a disabled session is repaired, and the message names the caller', async () => {
    const { shows } = start('--port', '0', '--live');
    const [, url = ''] =
      /listens on (\S+)/.exec(await shows('stdout', /listens on \S+[^]*Calls, events and messages:/)) ?? [];
    await clientsOf({ url }).macie.send(new DisableMacieCommand({}));
    await shows('stdout', /event: DisableMacie in eu-west-1/);
    await shows('stdout', /status was DISABLED, is now ENABLED[^]*DisableMacie by the user/);
    await shows('stdout', /event ignored: EnableMacie in eu-west-1: it is a repair of macie-warden itself/);
    expect(await clientsOf({ url }).macie.send(new GetMacieSessionCommand({}))).toMatchObject({ status: 'ENABLED' });
  });

  test('repairs stop after three, and the end of the conflict is reported', async () => {
    const policy = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.yml');
    writeFileSync(
      policy,
      'version: 1\nremediation: enforce\nlimits: { coolDown: 0s }\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n',
    );
    const { shows } = start('--port', '0', '--live', '--policy', policy);
    const [, url = ''] = /listens on (\S+)/.exec(await shows('stdout', /listens on \S+[^]*messages:/)) ?? [];
    const { macie } = clientsOf({ url });
    for (let round = 1; round <= 3; round++) {
      await macie.send(new DisableMacieCommand({}));
      await shows('stdout', new RegExp(`(REPAIRED \\(1\\)[^]*){${round}}result: compliant`));
      // CloudTrail cannot tell the calls of one second apart.
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    await macie.send(new DisableMacieCommand({}));
    await shows(
      'stdout',
      /Subject: \[CRITICAL\] Macie is [^]*undone each time[^]*The repairs of macie-warden are undone each time\./,
    );
    await shows('stdout', /The last 3 calls before that, within a day: the user \S+ \(3/);
    await shows('stdout', /status in eu-west-1 is left as it is: macie-warden has repaired it 3 times/);
    await macie.send(new EnableMacieCommand({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }));
    await shows('stdout', /RESOLVED \(1\)[^]*EnableMacie by the user/);
    expect(await macie.send(new GetMacieSessionCommand({}))).toMatchObject({ status: 'ENABLED' });
  });

  test('the rule drops failed calls and reads', async () => {
    const { shows } = start('--port', '0', '--live');
    const [, url = ''] = /listens on (\S+)/.exec(await shows('stdout', /listens on \S+[^]*messages:/)) ?? [];
    const { macie } = clientsOf({ url });
    await macie.send(new GetMacieSessionCommand({}));
    await expect(macie.send(new EnableMacieCommand({}))).rejects.toThrow('already been enabled');
    await macie.send(new DisableMacieCommand({}));
    const shown = await shows('stdout', /^[^]*REPAIRED \(1\)/);
    expect(shown.match(/event: \S+/g)).toEqual(['event: DisableMacie', 'event: EnableMacie']);
  });

  test('--slack shows the message that a Slack webhook gets, beside the email', async () => {
    const { shows } = start('--port', '0', '--live', '--slack');
    const [, url = ''] = /listens on (\S+)/.exec(await shows('stdout', /listens on \S+[^]*messages:/)) ?? [];
    await clientsOf({ url }).macie.send(new DisableMacieCommand({}));
    await shows(
      'stdout',
      / {2}\| To: {6}\/slack\/T0\/B0\/sandbox \(slack, shown\)\n {2}\| Subject: .*Macie is ON again/,
    );
    await shows('stdout', /cloud-security@example\.com \(email, shown\)/);
    const alone = start('--port', '0', '--slack');
    expect(await alone.ended).toMatchObject({ code: 3, stderr: expect.stringContaining('--slack is for --live') });
  });

  test('needs a policy that can be read', async () => {
    const { ended } = start('--port', '0', '--live', '--policy', tmpdir());
    expect(await ended).toMatchObject({ code: 3, stderr: `sandbox: ${tmpdir()}: a directory; name the file in it\n` });
    const alone = start('--port', '0', '--policy', 'policy.yml');
    expect(await alone.ended).toMatchObject({ code: 3, stderr: expect.stringContaining('--policy is for --live') });
  });

  test('needs a topic and a table', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'world-')), 'world.yml');
    writeFileSync(path, 'tables: [state]\n');
    const { ended } = start('--port', '0', '--live', '--world', path);
    expect(await ended).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--live needs a topic of 111122223333'),
    });
  });
});
