import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

/** Where the pictures and files of the browser tests are kept. Git ignores it; CI uploads it. */
export const ARTIFACTS = join(import.meta.dirname, '../../../../artifacts/html');

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a browser of this machine; null: there is none. `CHROMIUM` goes before the usual places. */
export function findBrowser(
  environment: Readonly<Record<string, string | undefined>>,
  places: readonly string[] = PLACES,
): string | null {
  const named = environment['CHROMIUM'];
  return [...(named ? [named] : []), ...places].find((path) => existsSync(path)) ?? null;
}

/** The sentence for a machine without a browser. */
export function whySkipped(places: readonly string[] = PLACES): string {
  return `SKIPPED: the HTML report was not opened in a browser, because there is no Chromium at ${places.join(', ')}. Install it (apt-get install chromium), or name it in CHROMIUM.\n`;
}

export function launch(executablePath: string): Promise<Browser> {
  mkdirSync(ARTIFACTS, { recursive: true });
  // Root, as in a container, has no sandbox of Chromium.
  return puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
