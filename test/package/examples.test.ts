import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { matchesPattern, type Pattern } from '../../sandbox/stack/pattern.ts';
import { driftAlert, EVERY_ALERT } from '../fixtures/alerts.ts';
import { cfnLint, HAS_CFN_LINT } from './cfn-lint.ts';
import { bodiesOf, eventOf, FILES, FOLDER, rulesOf, templateOf } from './example-rules.ts';
import { transform } from './input-transformer.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Texts that break a template which puts them between quotes of its own. */
const HOSTILE = String.raw`a "quoted" \ value, <title> {"x":1}`;
const ALERTS: readonly Alert[] = [
  ...EVERY_ALERT,
  driftAlert({ kind: 'opened' }, { actual: HOSTILE, detail: `${HOSTILE}\nresult: compliant`, outcome: 'manual' }),
  driftAlert({ kind: 'opened' }, { actual: 'x'.repeat(9000), detail: 'é'.repeat(9000), outcome: 'manual' }),
];
const CASES = ALERTS.map((alert, index) => [`${index} ${alert.kind}`, alert] as const);

const ajv = new Ajv.default({ strict: true, allErrors: true });
const TEXT = { type: 'string', minLength: 1 } as const;

describe('pagerduty.yml', () => {
  // https://developer.pagerduty.com/docs/send-alert-event; the connection adds routing_key.
  const dedupKey = { type: 'string', minLength: 1, maxLength: 255 };
  const validate = ajv.compile({
    oneOf: [
      {
        type: 'object',
        required: ['event_action', 'dedup_key', 'payload'],
        additionalProperties: false,
        properties: {
          event_action: { const: 'trigger' },
          dedup_key: dedupKey,
          client: TEXT,
          payload: {
            type: 'object',
            required: ['summary', 'source', 'severity'],
            additionalProperties: false,
            properties: {
              summary: { type: 'string', minLength: 1, maxLength: 1024 },
              source: TEXT,
              severity: { enum: ['critical', 'error', 'warning', 'info'] },
              timestamp: { type: 'string', pattern: String.raw`^\d{4}-\d{2}-\d{2}T[\d:.]+Z$` },
              component: TEXT,
              group: TEXT,
              class: TEXT,
              custom_details: { type: 'object' },
            },
          },
          links: {
            type: 'array',
            items: { type: 'object', required: ['href', 'text'], properties: { href: TEXT, text: TEXT } },
          },
        },
      },
      {
        type: 'object',
        required: ['event_action', 'dedup_key'],
        additionalProperties: false,
        properties: { event_action: { const: 'resolve' }, dedup_key: dedupKey },
      },
    ],
  });

  test.each(CASES)('sends what PagerDuty takes: %s', (_, alert) => {
    const bodies = bodiesOf('pagerduty.yml', alert);
    expect(bodies).toHaveLength(['interrupted', 'policy-changed', 'waiver-expiring'].includes(alert.kind) ? 0 : 1);
    for (const body of bodies) {
      validate(body);
      expect(validate.errors).toBeNull();
    }
  });

  test('resolves the incident that the drift has triggered', () => {
    const [opened] = bodiesOf('pagerduty.yml', driftAlert({ kind: 'opened' }, { region: 'eu-west-1' }));
    const [repaired] = bodiesOf('pagerduty.yml', driftAlert({ kind: 'repaired' }, { region: 'eu-west-1' }));
    expect([opened, repaired]).toMatchObject([
      { event_action: 'trigger', dedup_key: 'macie-warden/111122223333/eu-west-1/status' },
      { event_action: 'resolve', dedup_key: 'macie-warden/111122223333/eu-west-1/status' },
    ]);
  });
});

describe('teams.yml', () => {
  // https://learn.microsoft.com/en-us/connectors/teams/#microsoft-teams-webhook and https://adaptivecards.io/explorer
  const block = {
    type: 'object',
    required: ['type'],
    oneOf: [
      { required: ['text'], properties: { type: { const: 'TextBlock' }, text: TEXT } },
      {
        required: ['facts'],
        properties: {
          type: { const: 'FactSet' },
          facts: {
            type: 'array',
            minItems: 1,
            items: { type: 'object', required: ['title', 'value'], properties: { title: TEXT, value: TEXT } },
          },
        },
      },
    ],
  };
  const card = {
    type: 'object',
    required: ['$schema', 'type', 'version', 'body'],
    properties: {
      type: { const: 'AdaptiveCard' },
      version: { const: '1.4' },
      fallbackText: TEXT,
      body: { type: 'array', minItems: 1, items: block },
      actions: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type', 'title', 'url'],
          properties: { type: { const: 'Action.OpenUrl' }, title: TEXT, url: { type: 'string', pattern: '^https://' } },
        },
      },
    },
  };
  const validate = new Ajv.default({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allErrors: true,
  }).compile({
    type: 'object',
    required: ['type', 'attachments'],
    properties: {
      type: { const: 'message' },
      attachments: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: {
          type: 'object',
          required: ['contentType', 'contentUrl', 'content'],
          properties: {
            contentType: { const: 'application/vnd.microsoft.card.adaptive' },
            contentUrl: { const: null },
            content: card,
          },
        },
      },
    },
  });
  // https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams: a message of a webhook has 28 kB.
  const MAX_BYTES = 28_000;

  test.each(CASES)('sends a card for each alert: %s', (_, alert) => {
    const bodies = bodiesOf('teams.yml', alert);
    expect(bodies).toHaveLength(1);
    validate(bodies[0]);
    expect(validate.errors).toBeNull();
    expect(Buffer.byteLength(JSON.stringify(bodies[0]))).toBeLessThan(MAX_BYTES);
  });
});

describe('jira.yml', () => {
  // https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post
  const validate = ajv.compile({
    type: 'object',
    required: ['fields'],
    properties: {
      fields: {
        type: 'object',
        required: ['project', 'issuetype', 'summary', 'description'],
        properties: {
          project: { type: 'object', required: ['key'], properties: { key: { const: 'SEC' } } },
          issuetype: { type: 'object', required: ['name'], properties: { name: { const: 'Task' } } },
          summary: { type: 'string', minLength: 1, maxLength: 255, pattern: String.raw`^[^\n\r]+$` },
          labels: { type: 'array', items: { type: 'string', pattern: String.raw`^\S{1,255}$` } },
          description: {
            type: 'object',
            required: ['type', 'version', 'content'],
            properties: { type: { const: 'doc' }, version: { const: 1 }, content: { type: 'array', minItems: 1 } },
          },
        },
      },
    },
  });
  /** Every text of the document: Jira refuses an empty one. https://developer.atlassian.com/cloud/jira/platform/apis/document/nodes/text/ */
  const textsOf = (body: unknown): readonly string[] =>
    [...JSON.stringify(body).matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].map(([, text = '']) => JSON.parse(text));
  const ISSUES = new Set(['opened', 'waiver-expired', 'contested', 'repair-failed', 'unreadable']);

  test.each(CASES)('creates an issue for what somebody has to act on: %s', (_, alert) => {
    const bodies = bodiesOf('jira.yml', alert, { ProjectKey: 'SEC', IssueType: 'Task' });
    expect(bodies).toHaveLength(ISSUES.has(alert.kind) ? 1 : 0);
    for (const body of bodies) {
      validate(body);
      expect(validate.errors).toBeNull();
      expect(textsOf(body)).not.toContain('');
    }
  });
});

describe.each(FILES)('%s', (file) => {
  const { Resources, Parameters } = templateOf(file);

  test('keeps its secret out of the template, and what was not taken in a queue', () => {
    const secrets = Object.values(Parameters).filter((parameter) => parameter.NoEcho === true);
    expect(secrets).toHaveLength(1);
    for (const secret of secrets) expect(secret).not.toHaveProperty('Default');
    const types = Object.values(Resources).map(({ Type }) => Type);
    for (const type of ['Events::Connection', 'Events::ApiDestination', 'Events::Rule', 'IAM::Role', 'SQS::Queue'])
      expect(types).toContain(`AWS::${type}`);
  });

  test('matches no event of AWS, and none of another source', () => {
    const [alert] = EVERY_ALERT;
    if (!alert) throw new Error('no alert');
    for (const { EventPattern } of rulesOf(file))
      expect(matchesPattern({ ...eventOf(alert), source: 'aws.macie2' }, EventPattern)).toBe(false);
  });
});

test('no rule of the stack matches an alert: it does not answer itself', () => {
  const pattern: Pattern = parse(readFileSync(join(ROOT, 'resources/change-pattern.yml'), 'utf8'));
  for (const alert of ALERTS) expect(matchesPattern(eventOf(alert), pattern)).toBe(false);
});

describe('the input transformer', () => {
  const event = { detail: { text: HOSTILE, list: ['a'], nothing: null } };
  const of = (path: string, InputTemplate: string) => transform(event, { InputPathsMap: { x: path }, InputTemplate });
  test('keeps the quotes and escapes of a value outside quotes', () => {
    expect(of('$.detail.text', '{"x": <x>}')).toEqual({ x: HOSTILE });
    expect(of('$.detail.nothing', '{"x": <x>}')).toEqual({ x: null });
    expect(of('$.detail.list', '{"x": "is <x>"}')).toEqual({ x: 'is [a]' });
  });
  test('breaks where a value is not escaped, is missing, or its path is not taken', () => {
    expect(() => of('$.detail.text', '{"x": "<x>"}')).toThrow(SyntaxError);
    expect(() => of('$.detail.missing', '{"x": <x>}')).toThrow(SyntaxError);
    expect(() => of("$['detail']", '{"x": <x>}')).toThrow('no path');
    expect(() => of('$.detail', '{"x": <y>}')).toThrow('no variable: y');
  });
});

(HAS_CFN_LINT ? describe : describe.skip)('cfn-lint', () => {
  test('has nothing against an example', async () => {
    expect(await cfnLint(FILES.map((file) => join(FOLDER, file)))).toEqual([]);
  });
});
