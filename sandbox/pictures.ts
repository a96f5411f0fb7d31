import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser } from 'puppeteer-core';
import { evidenceHtml } from '../lib/render/formats/evidence/html.ts';
import { htmlReport } from '../lib/render/formats/html/page.ts';
import { runPast } from './past-runs.ts';
import { pastStory } from './past-story.ts';
import { pastYear, YEAR } from './past-year.ts';

// `npm run pictures`: the pictures of docs/reports.md, of a month of runs on a local AWS, and of docs/evidence.md, of a simulated year. Takes minutes, and needs Chromium.
const FOLDER = join(import.meta.dirname, '../docs/pictures');
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const END = new Date('2026-11-24T09:00:00Z');
const MAX_BYTES = 150_000;

interface Picture {
  readonly name: string;
  readonly page: keyof typeof PAGES;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** The element at the top; left out: the beginning of the page. */
  readonly from?: string;
}

/** The pages, by name: they are written to be opened. */
const PAGES = {
  report: async () => {
    const { report, background } = await runPast(await pastStory(END));
    return htmlReport(report, background);
  },
  evidence: () => Promise.resolve(evidenceHtml(pastYear().evidence, YEAR.names)),
};

const PICTURES: readonly Picture[] = [
  { name: 'report', page: 'report', scheme: 'light', width: 1100, height: 800 },
  { name: 'report-drifts', page: 'report', scheme: 'light', width: 1100, height: 560, from: '#drifted' },
  { name: 'report-trend', page: 'report', scheme: 'dark', width: 1100, height: 600, from: '#trend' },
  { name: 'report-phone', page: 'report', scheme: 'dark', width: 390, height: 844 },
  { name: 'evidence', page: 'evidence', scheme: 'light', width: 1100, height: 800 },
];

async function draw(browser: Browser, { url, picture }: { url: string; picture: Picture }): Promise<void> {
  const { name, scheme, width, height, from } = picture;
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(url);
  const top = from === undefined ? 0 : Math.max(0, ((await (await page.$(from))?.boundingBox())?.y ?? 0) - 24);
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, clip: { x: 0, y: top, width, height } });
  await page.close();
  const { size } = await stat(path);
  process.stdout.write(`${path}: ${size} bytes\n`);
  if (size > MAX_BYTES) throw new Error(`${path} has more than ${MAX_BYTES} bytes: make the picture smaller`);
}

const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
const fileOf = (page: string): string => join(folder, `${page}.html`);
for (const [page, make] of Object.entries(PAGES)) await writeFile(fileOf(page), await make());
const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const picture of PICTURES) await draw(browser, { url: pathToFileURL(fileOf(picture.page)).href, picture });
} finally {
  await browser.close();
}
