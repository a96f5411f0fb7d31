import { expect, test } from '@jest/globals';
import type { Command, Option } from 'commander';
import { PassThrough } from 'node:stream';
import type { Io } from '../../cli/io.ts';
import { programOf } from '../../cli/program.ts';
import { atTerminal } from './at-terminal.ts';

const VALUE = 'us-east-1';

function program(): Command {
  const io = { stdout: new PassThrough(), stderr: new PassThrough(), env: {}, cwd: '/', calledAs: 'warden' };
  // oxlint-disable-next-line no-unsafe-type-assertion -- nothing else of it is needed to parse
  const made = programOf(io as unknown as Io, () => undefined);
  for (const command of made.commands.flatMap((one) => [one, ...one.commands])) {
    command.action(() => undefined);
    for (const option of command.options) Object.assign(option, { parseArg: undefined, mandatory: false });
    for (const argument of command.registeredArguments) Object.assign(argument, { required: false });
  }
  return made;
}

function commandAt(made: Command, [name, sub]: readonly string[]): Command | undefined {
  return made.commands.find((one) => one.name() === name)?.commands.find((one) => one.name() === sub);
}

/** Each option that a command and a command below it both have. */
const SHARED = program().commands.flatMap((parent) =>
  parent.commands.flatMap((sub) =>
    sub.options
      .filter(({ long }) => parent.options.some((option) => option.long === long))
      .map((option) => [parent.name(), sub.name(), String(option.long), option.isBoolean()] as const),
  ),
);

test('some commands share options with those below them', () => {
  expect(SHARED.map((shared) => shared.slice(0, 3))).toEqual(
    expect.arrayContaining([
      ['alerts', 'replay', '--region'],
      ['alerts', 'replay', '--profile'],
      ['alerts', 'test', '--format'],
    ]),
  );
});

test.each(SHARED)('%s %s has its own %s, before and behind its name', async (parent, sub, long, isBoolean) => {
  const typed = isBoolean ? [long] : [long, VALUE];
  for (const args of [
    [parent, sub, ...typed],
    [parent, ...typed, sub],
  ]) {
    const made = program();
    await made.parseAsync(args, { from: 'user' });
    const option = made.commands
      .find((one) => one.name() === parent)
      ?.options.find((one) => one.long === long)
      ?.attributeName();
    expect({ args, value: commandAt(made, [parent, sub])?.getOptionValue(option ?? '') }).toEqual({
      args,
      value: isBoolean ? true : VALUE,
    });
  }
});

test('an option that both have takes the same values', () => {
  const options = program().commands.flatMap((parent) =>
    parent.commands.flatMap((sub) =>
      sub.options.flatMap((option) => {
        const same = parent.options.find(({ long }) => long === option.long);
        return same === undefined ? [] : [{ option, same }];
      }),
    ),
  );
  for (const { option, same } of options) expect(shapeOf(option)).toEqual(shapeOf(same));
});

function shapeOf({ flags, argChoices, required }: Option) {
  return { flags, argChoices, required };
}

test('an option of the command above that the command does not have is refused', async () => {
  const run = (...args: string[]) => atTerminal(args, { cwd: '/', env: {} });
  for (const args of [
    ['alerts', '--table', 'other', 'replay', '--runs', '-'],
    ['alerts', 'replay', '--table', 'other', '--runs', '-'],
  ])
    expect(await run(...args)).toMatchObject({
      code: 3,
      stderr: 'macie-warden: --table: expected without it: alerts replay has no such option\n',
    });
});
