import { enableCompileCache } from 'node:module';

// Types are stripped and modules compiled once, not at every start.
enableCompileCache();
const { run } = await import('./program.ts');

const cancel = new AbortController();
process.on('SIGINT', () => {
  // The first Ctrl-C ends the run well; a second one ends it at once.
  if (cancel.signal.aborted) process.exit(130);
  cancel.abort();
});
// A reader may close the pipe early, as in `warden check | head -1`: the exit code stays that of the report.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const { stdin, stdout, stderr, env } = process;
const now = (): Date => new Date();
const cwd = process.cwd();
process.exit(await run(process.argv.slice(2), { stdin, stdout, stderr, env, now, cwd, cancel: cancel.signal }));
