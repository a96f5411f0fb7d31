import { sandboxEnv, type Sandbox } from '../../sandbox/server/server.ts';

/** Points the SDKs of this process at the sandbox, as a person would with `export`. Each test file has a process.env of its own. */
export function useSandbox(sandbox: Sandbox): void {
  Object.assign(process.env, sandboxEnv(sandbox));
}
