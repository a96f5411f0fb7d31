import * as z from 'zod/mini';
import type { Coverage } from '../core/evidence/scan-record.ts';
import { REASONS } from '../core/observation.ts';
import { TRIGGERS } from '../core/run.ts';
import { parseJson } from './decode.ts';
import type { StoredScanRecord } from './scan-record-parts.ts';
import { VERSION, type StoredItem } from './stored-items.ts';

const part = z.union([z.object({ sha256: z.string() }), z.object({ list: z.array(z.unknown()) })]);
const texts = z.array(z.string());

const scanRecord = z.object({
  runId: z.string(),
  trigger: z.enum(TRIGGERS),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  scope: z.enum(['full', 'partial']),
  isWhole: z.boolean(),
  excluded: z.optional(texts),
  settings: z.optional(texts),
  read: part,
  unread: part,
});

const group = { accounts: texts, regions: texts };
const read = z.array(z.object({ ...group, settings: texts, isOff: z.optional(z.boolean()) }));
const unread = z.array(
  z.object({ ...group, group: z.nullable(z.string()), reason: z.enum([...REASONS, 'not-recorded']) }),
);

/** The scan record of an item; null for one that this version does not understand. */
export function decodeScanRecord({ v, data }: Pick<StoredItem, 'v' | 'data'>): StoredScanRecord | null {
  const parsed = scanRecord.safeParse(parseJson(data));
  return v === VERSION && parsed.success ? parsed.data : null;
}

export function decodeRead(list: unknown): Coverage['read'] | null {
  return read.safeParse(list).data ?? null;
}

export function decodeUnread(list: unknown): Coverage['unread'] | null {
  return unread.safeParse(list).data ?? null;
}
