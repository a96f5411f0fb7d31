import type { Call } from '../server/service.ts';
import type { Fault } from './fault-schema.ts';

/** Faults that change the caller: from this call on its credentials have expired, or its account is suspended. */
export function changeCaller({ state, accountId, request, now }: Call, faults: readonly Fault[]): void {
  for (const { kind } of faults) {
    if (kind === 'suspend-account') state.accounts.suspend(accountId);
    if (kind !== 'expire-credentials') continue;
    const accessKeyId = request.scope?.accessKeyId ?? '';
    const role = state.roles.get(accessKeyId);
    if (role) state.roles.set(accessKeyId, { ...role, expiresAt: now.getTime() });
  }
}
