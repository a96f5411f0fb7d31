import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import type { Report, Verdict } from '../../../../lib/core/compliance/report.ts';
import { htmlReport } from '../../../../lib/render/formats/html/page.ts';
import type { ReportBackground } from '../../../../lib/render/view/report-background.ts';
import { estate, runsBefore, stateOf } from '../../../fixtures/estates.ts';
import { REPORTS } from '../../../fixtures/reports.ts';
import { ARTIFACTS, findBrowser, launch, whySkipped } from './browser.ts';
import { AXE, COUNTED, FOCUS, inPage, INTRUDE, ROWS, LINES_OF_NAMES } from './in-page.ts';

const BROWSER = findBrowser(process.env);
if (BROWSER === null) process.stderr.write(whySkipped());
const inBrowser = BROWSER === null ? describe.skip : describe;

const DAYS = [89, 88, 87, 60, 59, 57, 30, 29, 28, 27, 3, 2, 1];
const DESIRED = [{ setting: 'status', desired: 'ENABLED', where: 'every target' }];

function backgroundOf(report: Report): ReportBackground {
  return {
    runs: runsBefore(report, DAYS),
    state: stateOf(report),
    desired: DESIRED,
    identity: 'arn:aws:sts::111122223333:assumed-role/macie-warden/check',
    unitNames: new Map([['ou-ab12-11111111', 'Workloads']]),
    severityRules: [],
  };
}

const PAGES: Readonly<Record<string, Report>> = {
  account: REPORTS.mixed,
  organization: estate({ accounts: 40, regions: 22, perThousand: 40 }),
  large: estate({ accounts: 1000, regions: 22, perThousand: 30 }),
};
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2 };
const DESKTOP = { width: 1280, height: 900 };
const MOST_PIXELS = 3000;

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'html-'));

beforeAll(async () => {
  if (BROWSER === null) return;
  browser = await launch(BROWSER);
  for (const [name, report] of Object.entries(PAGES))
    writeFileSync(join(folder, `${name}.html`), htmlReport(report, backgroundOf(report)));
});
afterAll(() => browser?.close());

/** Opens a page, and collects what it asks for and what it complains of. */
async function open(name: string, viewport = DESKTOP) {
  const page = await browser.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewport(viewport);
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  await page.goto(url);
  return { page, url, requests, complaints };
}

async function picture(page: Page, name: string): Promise<void> {
  const { width, height } = await inPage<{ width: number; height: number }>(
    page,
    '({ width: innerWidth, height: document.body.scrollHeight })',
  );
  const clip = { x: 0, y: 0, width, height: Math.min(height, MOST_PIXELS) };
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`), clip, captureBeyondViewport: true });
}

inBrowser.each(Object.keys(PAGES))('the page of %s', (name) => {
  test('asks for nothing but itself, and complains of nothing, on a phone and on a desktop', async () => {
    for (const [kind, viewport] of [
      ['phone', PHONE],
      ['desktop', DESKTOP],
    ] as const) {
      const { page, url, requests, complaints } = await open(name, viewport);
      expect({ requests, complaints }).toEqual({ requests: [url], complaints: [] });
      // The tables scroll, and never the page.
      expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(await inPage(page, LINES_OF_NAMES)).toBeLessThanOrEqual(1);
      await picture(page, `${name}-${kind}`);
      await page.close();
    }
  });

  test('has a cell for each target of the accounts that it shows, with the verdict as letter and colour', async () => {
    const { page } = await open(name);
    const rows = await inPage<{ accountId: string; cells: { letter: string; colour: string }[] }[]>(page, ROWS);
    const counted = await inPage<number[]>(page, COUNTED);
    await page.close();
    const report = PAGES[name] as Report;
    const byAccount = Map.groupBy(report.results, ({ accountId }) => accountId);
    expect(rows.length + counted.reduce((sum, count) => sum + count, 0)).toBe(byAccount.size);
    const letters: Readonly<Record<Verdict, string>> = {
      compliant: 'C',
      drifted: 'D',
      unknown: 'U',
      waived: 'W',
      'not-applicable': 'N',
    };
    for (const { accountId, cells } of rows)
      expect(cells.map(({ letter }) => letter)).toEqual(
        byAccount.get(accountId)?.map(({ verdict }) => letters[verdict]),
      );
    const pairs = new Set(rows.flatMap(({ cells }) => cells.map(({ letter, colour }) => `${letter} ${colour}`)));
    expect(new Set([...pairs].map((pair) => pair.slice(2))).size).toBe(pairs.size);
  });
});

inBrowser('a page', () => {
  test.each(['light', 'dark'])('has nothing that axe finds, %s', async (scheme) => {
    for (const name of ['account', 'organization']) {
      const page = await browser.newPage();
      await page.setBypassCSP(true);
      await page.setViewport(DESKTOP);
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
      await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
      const found = await inPage<string[]>(page, AXE);
      expect(found).toEqual([]);
      if (scheme === 'dark') await picture(page, `${name}-dark`);
      await page.close();
    }
  });

  test('lets nothing in from elsewhere, and runs no script', async () => {
    const { page } = await open('account');
    const blocked = await inPage<{ found: string[]; title: string }>(page, INTRUDE);
    await page.close();
    expect(blocked.found).toEqual(['img-src', 'script-src-elem']);
    expect(blocked.title).toMatch(/^macie-warden: /);
  });

  test('shows the finding of a cell to a keyboard, and leads to its entry', async () => {
    const { page } = await open('organization');
    const seen = await inPage<{ words: string; width: number; entry: string }>(page, FOCUS);
    await page.close();
    expect(seen.words).toMatch(/^ drifted: \w+ is [A-Z_]+$/);
    expect(seen.width).toBeGreaterThan(100);
    expect(seen.entry).toContain(seen.words.replace(' drifted: ', ''));
  });

  test('prints on A4 without a cut', async () => {
    for (const name of Object.keys(PAGES)) {
      const { page } = await open(name);
      if (name !== 'large')
        await page.pdf({ path: join(ARTIFACTS, `${name}.pdf`), preferCSSPageSize: true, printBackground: true });
      await page.emulateMediaType('print');
      // A4 less its margins, at 96 pixels an inch.
      await page.setViewport({ width: Math.round(((210 - 2 * 12) / 25.4) * 96), height: 1000 });
      const [width, room] = await inPage<number[]>(page, '[document.documentElement.scrollWidth, innerWidth]');
      expect(width).toBe(room);
      await picture(page, `${name}-print`);
      await page.close();
    }
  });
});

test('a machine without a browser has a sentence for it', () => {
  expect(findBrowser({}, ['/nowhere/chromium'])).toBeNull();
  expect(findBrowser({ CHROMIUM: import.meta.filename }, [])).toBe(import.meta.filename);
  expect(whySkipped(['/nowhere/chromium'])).toMatch(/^SKIPPED: .*there is no Chromium at \/nowhere\/chromium/);
});
