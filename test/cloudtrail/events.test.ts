import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvents } from '../../lib/cloudtrail/events.ts';
import { valueAt } from '../../lib/cloudtrail/fields.ts';
import { batchOf, callEvent } from '../app/events.ts';

const FOLDER = join(import.meta.dirname, '../../events/change');
const REAL: readonly object[] = readdirSync(FOLDER)
  .filter((name) => name !== 'batch.json')
  .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as object);

const kindsOf = (input: unknown) => parseEvents(input).map(({ event }) => event.kind);
const wrapped = (message: string) => JSON.stringify({ Type: 'Notification', MessageId: 'x', Message: message });

test('every real event is a call or an opt-in', () => {
  expect(REAL.flatMap(kindsOf).filter((kind) => kind !== 'call' && kind !== 'opt-in')).toEqual([]);
});

describe('a message', () => {
  const text = JSON.stringify(callEvent());
  test.each<[string, unknown, string]>([
    ['with a byte order mark', `\uFEFF${text}`, 'call'],
    ['that SNS has wrapped', wrapped(text), 'call'],
    ['that is a text in a text', JSON.stringify(text), 'call'],
    ['that is a batch', JSON.stringify(batchOf([text])), 'call'],
    ['that is an object', callEvent(), 'call'],
    ['that is wrapped without end', wrapped(wrapped(wrapped(wrapped(wrapped(text))))), 'malformed'],
    ['that is cut', text.slice(0, 100), 'malformed'],
    ['that is nested deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'malformed'],
    ['with its detail as text', { ...callEvent(), detail: JSON.stringify(valueAt(callEvent(), 'detail')) }, 'call'],
    ['that SNS has wrapped, as a value', { Type: 'Notification', Message: callEvent() }, 'call'],
    ['that is a list', JSON.stringify([callEvent()]), 'call'],
    ['that is an empty list', '[]', 'malformed'],
    ['that is a record of CloudTrail alone', valueAt(callEvent(), 'detail'), 'unattributed'],
    ['that a bus has wrapped', { source: 'relay', account: '1', detail: callEvent() }, 'unattributed'],
    ['that is an empty batch', '{"Records":[]}', 'malformed'],
    ['that is a number', 7, 'malformed'],
    ['that is missing', undefined, 'malformed'],
    ['with keys of prototypes', `{"__proto__":{"source":"aws.macie2"},"constructor":1,${text.slice(1)}`, 'call'],
  ])('%s is read', (_, body, kind) => {
    expect(kindsOf({ Records: [{ messageId: 'm0', body }] })).toEqual([kind]);
  });
});

test.each<[string, unknown]>([
  ['a list of events', [callEvent(), callEvent()]],
  ['a list of records', { Records: [valueAt(callEvent(), 'detail'), valueAt(callEvent(), 'detail')] }],
])('every event of %s names its target', (_, input) => {
  expect(kindsOf(input)).not.toContain('malformed');
  expect(parseEvents(input)).toHaveLength(2);
});

test('an event that a bus has wrapped names nobody, whatever its own envelope says', () => {
  const [found] = parseEvents({ source: 'relay', account: '444455556666', detail: callEvent() });
  expect(found?.event).toMatchObject({ kind: 'unattributed', why: 'source is not aws.macie2' });
  expect(found?.event).toMatchObject({ accountId: valueAt(callEvent(), 'account'), id: null });
});

const anyValue = fc.oneof(fc.anything(), fc.constantFrom(null, '', 0, [], {}, '__proto__', '\uD800', 'x'.repeat(5000)));

/** A copy in which one value anywhere is another one, or is gone. */
function mutate(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
  const keys = Object.keys(value);
  const key = keys[step % keys.length] ?? '';
  const copy: Record<string, unknown> = { ...value };
  copy[key] = mutate(copy[key], rest, by);
  return copy;
}

const mutated = fc
  .tuple(fc.constantFrom(...REAL), fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), anyValue)
  .map(([event, path, by]) => mutate(event, path, by));

describe('an event of any shape', () => {
  test('costs no other of its batch', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(mutated, anyValue), { maxLength: 4 }), (odd) => {
        const records = odd.map((body, index) => ({ messageId: `odd${index}`, body }));
        const good = { messageId: 'good', body: JSON.stringify(callEvent()), eventSource: 'aws:sqs' };
        const found = parseEvents({ Records: [...records, ...odd, good] });
        expect(found.filter(({ messageId, event }) => messageId === 'good' && event.kind === 'call')).toHaveLength(1);
        for (const { messageId } of records) expect(found.map((one) => one.messageId)).toContain(messageId);
      }),
    );
  });

  test('is read where its envelope names Macie, an account and a Region', () => {
    fc.assert(
      fc.property(mutated, anyValue, (event, detail) => {
        const given = { source: 'aws.macie2', account: '111122223333', region: 'eu-west-1' };
        for (const odd of [
          { ...Object(event), ...given },
          { ...given, detail },
        ]) {
          const [found] = parseEvents(odd);
          const why = found?.event.kind === 'malformed' ? found.event.why : 'it changes nothing';
          expect(found && why).toMatch(/changes nothing$/);
        }
      }),
    );
  });

  test('gives bounded ids and names, for a table and a message', () => {
    fc.assert(
      fc.property(mutated, (event) => {
        for (const { event: found } of parseEvents(event)) {
          expect(JSON.stringify(found).length).toBeLessThan(6000);
          const id = found.kind === 'unattributed' ? (found.id ?? 'none') : 'none';
          expect(id).toMatch(/^[\w-]{1,128}$/);
        }
      }),
    );
  });
});
