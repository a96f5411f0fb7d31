import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { publishToSlack, type SlackWebhook } from '../../../lib/publish/slack.ts';
import { slackMessage, type SlackMessage } from '../../../lib/render/messages/slack.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { LARGE, REPORTS } from '../../fixtures/reports.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const ALWAYS = new AbortController().signal;
const webhookAt = (url: () => Promise<string>): SlackWebhook => ({
  url,
  wait: () => Promise.resolve(),
  limit: () => ALWAYS,
});

function messageOf(report: Report): SlackMessage {
  return slackMessage(report).message;
}

test('the webhook puts a message into the inbox', async () => {
  const report = REPORTS['drifted'] ?? LARGE;
  const url = () => Promise.resolve(`${sandbox.url}/slack/services/T0/B0/x`);
  await publishToSlack(webhookAt(url), messageOf(report), ALWAYS);
  expect(sandbox.inbox).toMatchObject([{ protocol: 'slack', subject: expect.stringContaining('3 drifted') }]);
  expect(sandbox.inbox[0]?.body).toContain('*ap-east-1*');
});

test('a body that is not a message is rejected as by Slack', async () => {
  const response = await fetch(`${sandbox.url}/slack/x`, { method: 'POST', body: 'hello' });
  expect([response.status, await response.text()]).toEqual([400, 'invalid_payload']);
});

test.each([
  ['not a URL', /the parameter of the Slack webhook does not hold a URL/],
  ['http://127.0.0.1:1/secret', /^Slack did not take the message \(no answer in time\)/],
])('an unusable webhook is an error without the URL: %s', async (url, message) => {
  const report = REPORTS['clean'] ?? LARGE;
  const publishing = publishToSlack(
    webhookAt(() => Promise.resolve(url)),
    messageOf(report),
    ALWAYS,
  );
  await expect(publishing).rejects.toThrow(message);
  await expect(publishing).rejects.not.toThrow('secret');
});
