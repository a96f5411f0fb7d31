import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { keyOf, type Item } from '../core/alerts/model.ts';

export type Attributes = Record<string, AttributeValue>;

/** The version of what is written. What a newer version wrote is left alone. */
export const VERSION = 1;

export function accountKey(accountId: string): string {
  return `account#${accountId}`;
}

/** The key of an item, as `keyOf` makes it, from its sort key. */
export function keyOfSort(accountId: string, sort: string): string {
  const [, region = '', subject = ''] = sort.split('#');
  return `${accountId} ${region} ${subject}`;
}

export function itemKey(one: Pick<Item, 'accountId' | 'region' | 'subject'>): Attributes {
  return { pk: { S: accountKey(one.accountId) }, sk: { S: `item#${one.region}#${one.subject}` } };
}

export function encodeItem(one: Item): Attributes {
  return { ...itemKey(one), v: { N: String(VERSION) }, data: { S: JSON.stringify(one) } };
}

/** Do two items say the same? */
export function isSame(a: Item, b: Item): boolean {
  return keyOf(a) === keyOf(b) && JSON.stringify(a) === JSON.stringify(b);
}
