import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Viewport } from 'puppeteer-core';
import { evidenceHtml } from '../../../../lib/render/formats/evidence/html.ts';
import { livesHtml } from '../../../../lib/render/formats/lives/html.ts';
import { pastYear, YEAR } from '../../../../sandbox/past-year.ts';
import { ARTIFACTS, findBrowser, launch, whySkipped } from '../html/browser.ts';
import { AXE, inPage } from '../html/in-page.ts';

const BROWSER = findBrowser(process.env);
if (BROWSER === null) process.stderr.write(whySkipped());
const inBrowser = BROWSER === null ? describe.skip : describe;

const EVERY_HOURS = 6;
const WIDTHS: Readonly<Record<string, Viewport>> = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
  // A4 less its margins, at 96 pixels an inch.
  print: { width: 703, height: 1000 },
};
/** The pixels of the strips' parts, by kind, and the heights of the tables below them. */
const STRIPS = `[...document.querySelectorAll('article')].map((article) => ({
  parts: [...article.querySelectorAll('rect')].map((part) => ({ kind: part.getAttribute('class'), width: part.getBoundingClientRect().width })),
  table: article.querySelector('table').checkVisibility({ contentVisibilityAuto: true }),
  dates: article.querySelectorAll('.axis span').length,
}))`;
const CLOSE = `document.querySelectorAll('details').forEach((one) => one.removeAttribute('open'))`;

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
const urlOf = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href;

beforeAll(async () => {
  const { evidence, lives } = pastYear(EVERY_HOURS);
  writeFileSync(join(folder, 'evidence.html'), evidenceHtml(evidence, YEAR.names));
  writeFileSync(join(folder, 'history.html'), livesHtml(lives, YEAR));
  if (BROWSER !== null) browser = await launch(BROWSER);
});
afterAll(() => browser?.close());

inBrowser.each(['evidence', 'history'])('the page of %s', (name) => {
  test('asks for nothing but itself, complains of nothing, and is cut at no width', async () => {
    for (const [kind, viewport] of Object.entries(WIDTHS)) {
      const page = await browser.newPage();
      const [requests, complaints]: [string[], string[]] = [[], []];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      if (kind === 'print') await page.emulateMediaType('print');
      await page.setViewport(viewport);
      await page.goto(urlOf(name));
      expect({ requests, complaints }).toEqual({ requests: [urlOf(name)], complaints: [] });
      expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(viewport.width);
      await page.screenshot({ path: join(ARTIFACTS, `${name}-${kind}.png`), fullPage: true });
      await page.close();
    }
  });

  test.each(['light', 'dark'])('has nothing that axe finds, %s', async (scheme) => {
    const page = await browser.newPage();
    await page.setBypassCSP(true);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(urlOf(name));
    await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    expect(await inPage<string[]>(page, AXE)).toEqual([]);
    await page.close();
  });
});

inBrowser('a strip', () => {
  test('shows a drift of some hours in a year on a phone, has dates, and prints the times of a closed table', async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844 });
    await page.goto(urlOf('evidence'));
    await inPage(page, CLOSE);
    await page.emulateMediaType('print');
    const strips = await inPage<{ parts: { kind: string; width: number }[]; table: boolean; dates: number }[]>(
      page,
      STRIPS,
    );
    await page.close();
    expect(strips.length).toBeGreaterThan(3);
    for (const { parts, table, dates } of strips) {
      expect({ table, hasDates: dates >= 3 }).toEqual({ table: true, hasDates: true });
      expect(parts.filter(({ kind, width }) => kind !== 'compliant' && width < 1)).toEqual([]);
    }
    expect(strips[0]?.parts.map(({ kind }) => kind)).toContain('drifted');
  });
});
