import type { Clients } from '../../../aws/clients.ts';
import type { AccountAccess, ScanDeps } from '../../scan/deps.ts';

export interface AccessParts {
  readonly identify: AccountAccess['identify'];
  readonly reader: () => Clients;
  readonly writer: () => Clients;
  readonly newId: ScanDeps['newId'];
  readonly now: ScanDeps['now'];
  readonly wait: ScanDeps['wait'];
}
