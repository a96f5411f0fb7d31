import { createRequire } from 'node:module';

// Started with `fork` in a copy of the project: compiles a template for each message, the arguments of `serverless`, and answers when
// the template is in `.serverless`, or with false. Loading Serverless takes several times as long as compiling, so one process does all.

interface ResolveInput {
  readonly clear: () => void;
}

interface LogDeprecation {
  printSummary: () => Promise<void>;
}

const load = createRequire(import.meta.resolve('serverless/package.json'));
const program = load.resolve('./scripts/serverless.js');
const resolveInput: ResolveInput = load('./lib/cli/resolve-input.js');
const logDeprecation: LogDeprecation = load('./lib/utils/log-deprecation.js');

process.on('message', (args: readonly string[]) => {
  // The program does this last, whether it has succeeded or not.
  logDeprecation.printSummary = async () => {
    process.send?.(process.exitCode === undefined);
  };
  process.exitCode = undefined;
  process.argv.splice(2, Infinity, ...args);
  resolveInput.clear();
  // It begins when it is loaded.
  delete load.cache[program];
  load(program);
});
