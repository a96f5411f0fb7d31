import { enableCompileCache } from 'node:module';

// Types are stripped and modules compiled once, not at every start.
enableCompileCache();
const [{ run }, { calledAs }] = await Promise.all([import('./program.ts'), import('./called-as.ts')]);

const cancel = new AbortController();
process.on('SIGINT', () => {
  // The first Ctrl-C ends the run well; a second one ends it at once.
  if (cancel.signal.aborted) process.exit(130);
  cancel.abort();
});
// Each write has its error: a reader that has seen enough, as in `macie-warden check | head -1`, leaves the exit code of the report.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const endOnInterrupt = (): void => void process.removeAllListeners('SIGINT');
const { stdin, stdout, stderr, env } = process;
const now = (): Date => new Date();
const cwd = process.cwd();
const [, script = '', ...args] = process.argv;
const io = {
  stdin,
  stdout,
  stderr,
  env,
  now,
  calledAs: calledAs({ script, env }),
  cwd,
  cancel: cancel.signal,
  endOnInterrupt,
};
process.exit(await run(args, io));
