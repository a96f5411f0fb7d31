import { sandboxEnv, type Sandbox } from '../../sandbox/server/server.ts';

/** Points the SDKs of this process at the sandbox, as `export` does in a shell. Each test file has its own process.env. */
export function useSandbox(sandbox: Sandbox): void {
  Object.assign(process.env, sandboxEnv(sandbox));
}
