import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Io } from './io.ts';

/**
 * The folder in which the person stands. npm runs scripts in the folder of package.json and keeps the other one in INIT_CWD; a
 * process that was started elsewhere inherits both variables, and they mean nothing to it.
 */
function standingIn({ env, cwd }: Pick<Io, 'env' | 'cwd'>): string {
  const start = env['INIT_CWD'];
  const manifest = env['npm_package_json'];
  return start && manifest && dirname(manifest) === cwd ? start : cwd;
}

/** A path that a person typed, as this process must open it. */
export function pathFrom(path: string, io: Pick<Io, 'env' | 'cwd'>): string {
  const start = standingIn(io);
  return start === io.cwd || isAbsolute(path) ? path : relative(io.cwd, resolve(start, path)) || '.';
}
