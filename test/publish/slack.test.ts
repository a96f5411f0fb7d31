import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishToSlack, type SlackWebhook } from '../../lib/publish/slack.ts';

/** Answers one request of a webhook; it may leave it without an answer. */
type Answer = (response: ServerResponse) => void;

let server: Server;
let answers: Answer[] = [];
let requests = 0;
let arrived: () => void = () => undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      requests++;
      arrived();
      (answers.shift() ?? ok)(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  answers = [];
  requests = 0;
  arrived = () => undefined;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ok: Answer = (response) => void response.end('ok');
const tooMany =
  (seconds: string): Answer =>
  (response) =>
    void response.writeHead(429, { 'retry-after': seconds }).end();
const MESSAGE = { text: 'hello', attachments: [] };
const ALWAYS = new AbortController().signal;

/** A webhook with a clock that a test moves: `waited` has the waits, `limits` the time limits. */
function webhook(over: Partial<SlackWebhook> = {}) {
  const waited: number[] = [];
  const limits: number[] = [];
  const time = new AbortController();
  const hook: SlackWebhook = {
    url: () => Promise.resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/services/SECRET`),
    wait: (ms) => {
      waited.push(ms);
      return Promise.resolve();
    },
    limit: (ms) => {
      limits.push(ms);
      return time.signal;
    },
    ...over,
  };
  return { hook, waited, limits, end: () => time.abort() };
}

test('waits as long as Slack asks for, if that is a few seconds', async () => {
  answers = [tooMany('2'), tooMany('soon')];
  const { hook, waited } = webhook();
  await publishToSlack(hook, MESSAGE, ALWAYS);
  expect([waited, requests]).toEqual([[2000, 1000], 3]);
});

test('does not wait for half a minute: the next run sends it', async () => {
  answers = [tooMany('30')];
  const { hook, waited } = webhook();
  await expect(publishToSlack(hook, MESSAGE, ALWAYS)).rejects.toThrow('Slack did not take the message (HTTP 429)');
  expect([waited, requests]).toEqual([[], 1]);
});

test('ends after ten seconds, although Slack gives no answer', async () => {
  answers = [() => undefined];
  const { hook, limits, end } = webhook();
  arrived = end;
  await expect(publishToSlack(hook, MESSAGE, ALWAYS)).rejects.toThrow('(no answer in time)');
  expect(limits).toEqual([10_000]);
});

test('ends with the run, although Slack gives no answer', async () => {
  answers = [() => undefined];
  const run = new AbortController();
  arrived = () => run.abort();
  await expect(publishToSlack(webhook().hook, MESSAGE, run.signal)).rejects.toThrow('(no answer in time)');
});

test('ends with the run, although the URL cannot be read', async () => {
  const { hook, end } = webhook({ url: () => new Promise<never>(() => undefined) });
  const publishing = publishToSlack(hook, MESSAGE, ALWAYS);
  end();
  await expect(publishing).rejects.toThrow('there was no time left');
});

test('reports why the URL could not be read, and never shows it', async () => {
  const denied = webhook({ url: () => Promise.reject(new Error('AccessDenied: ssm:GetParameter')) });
  await expect(publishToSlack(denied.hook, MESSAGE, ALWAYS)).rejects.toThrow('AccessDenied: ssm:GetParameter');
  const odd = webhook({ url: () => Promise.resolve('SECRET') });
  await expect(publishToSlack(odd.hook, MESSAGE, ALWAYS)).rejects.toThrow(/does not hold a URL: put the one there/);
  answers = [(response) => void response.writeHead(404).end('no_service')];
  const gone: unknown = await publishToSlack(webhook().hook, MESSAGE, ALWAYS).catch((error: unknown) => error);
  expect(String(gone)).toContain('HTTP 404');
  expect(String(gone)).not.toContain('SECRET');
});
