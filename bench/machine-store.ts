import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrganizationStore, RunObjects } from '../lib/app/machine/deps.ts';
import { EMPTY_STATE, type State } from '../lib/core/alerts/records.ts';

/** About what S3 and DynamoDB take in their own Region. */
const OBJECT_MS = 30;
const TABLE_MS = 10;

/** What a step asks of S3 and DynamoDB. Units of DynamoDB are those of items up to 1 KB (written) and 4 KB (read). */
export interface Requests {
  puts: number;
  gets: number;
  writeUnits: number;
  readUnits: number;
}

export const NO_REQUESTS: Requests = { puts: 0, gets: 0, writeUnits: 0, readUnits: 0 };

/** The objects of a run as files. */
export function folderObjects(folder: string, requests: Requests): RunObjects {
  return {
    exists: async (key) => {
      requests.gets++;
      await sleep(OBJECT_MS);
      return existsSync(join(folder, key));
    },
    read: async (key) => {
      requests.gets++;
      await sleep(OBJECT_MS);
      return existsSync(join(folder, key)) ? readFileSync(join(folder, key), 'utf8') : null;
    },
    writeOnce: async (key, text) => {
      requests.puts++;
      await sleep(OBJECT_MS);
      const path = join(folder, key);
      if (existsSync(path)) return false;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return true;
    },
  };
}

/** The state of accounts in memory, kept in a file between steps. */
export function folderStore(folder: string, requests: Requests) {
  const file = join(folder, 'state.json');
  const states = new Map<string, State>(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
  const kilobytes = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 1024);
  const store: OrganizationStore = {
    takeLease: async () => {
      requests.writeUnits++;
      await sleep(TABLE_MS);
      return true;
    },
    releaseLease: async () => {
      requests.writeUnits++;
      await sleep(TABLE_MS);
    },
    load: async (accountId) => {
      const state = states.get(accountId) ?? EMPTY_STATE;
      requests.readUnits += Math.ceil(kilobytes(state) / 4);
      await sleep(TABLE_MS);
      return { state, asOf: null, unreadableKeys: [], convertedKeys: [] };
    },
    save: async (accountId, { after }) => {
      const own = (all: readonly { readonly accountId: string }[]) => all.filter((one) => one.accountId === accountId);
      const state = Object.fromEntries(Object.entries(after).map(([kind, all]) => [kind, own(all)]));
      requests.writeUnits += kilobytes(state);
      states.set(accountId, { ...EMPTY_STATE, ...state });
      await sleep(TABLE_MS);
    },
    openAccounts: async () => {
      requests.readUnits++;
      await sleep(TABLE_MS);
      const isOpen = ({ drifts, unreadable }: State): boolean => drifts.length + unreadable.length > 0;
      return [...states].filter(([, state]) => isOpen(state)).map(([accountId]) => accountId);
    },
    sessionTimes: async (accountIds) => {
      requests.readUnits += accountIds.length;
      // A hundred accounts a call, one call after the other.
      await sleep(TABLE_MS * Math.ceil(accountIds.length / 100));
      return accountIds.flatMap((accountId) => states.get(accountId)?.sessions ?? []);
    },
    putRun: async (run) => {
      requests.writeUnits += kilobytes(run);
      await sleep(TABLE_MS);
    },
    lastRuns: () => Promise.resolve([]),
    runsSince: () => Promise.resolve({ runs: [], hasEarlier: false }),
  };
  return { store, keep: (): void => writeFileSync(file, JSON.stringify([...states])) };
}
