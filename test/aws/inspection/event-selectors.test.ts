import { expect, test } from '@jest/globals';
import { recordsWrites } from '../../../lib/aws/inspection/event-selectors.ts';

const MACIE = 'macie2.amazonaws.com';
const management = { Field: 'eventCategory', Equals: ['Management'] };
const advanced = (...fields: readonly object[]) => ({
  AdvancedEventSelectors: [{ FieldSelectors: [management, ...fields] as never }],
});

test.each([
  ['yes', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }],
  ['yes', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }],
  ['no', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }],
  ['no', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }],
  ['no', { EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: [MACIE] }] }],
  ['yes', advanced()],
  ['yes', advanced({ Field: 'readOnly', Equals: ['false'] })],
  ['no', advanced({ Field: 'readOnly', Equals: ['true'] })],
  ['yes', advanced({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
  ['no', advanced({ Field: 'eventSource', NotEquals: [MACIE] })],
  ['no', advanced({ Field: 'eventSource', Equals: ['kms.amazonaws.com'] })],
  ['partly', advanced({ Field: 'eventName', NotEquals: ['Decrypt'] })],
  ['partly', advanced({ Field: 'eventSource', StartsWith: ['mac'] })],
  ['no', { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] }],
  ['no', {}],
] as const)('%s: %j', (answer, selectors) => {
  expect(recordsWrites(selectors as never)).toBe(answer);
});
