import type { Page } from 'puppeteer-core';

// Expressions for the browser: the types of this project know no document.

/** The value of an expression in a page. */
export async function inPage<T>(page: Page, expression: string): Promise<T> {
  return (await page.evaluate(expression)) as T;
}

/** The rows of the heat map that are of one account each. */
export const ROWS = `[...document.querySelectorAll('#map tbody tr:not(.fold)')].map((row) => ({
  accountId: /\\d{12}/.exec(row.querySelector('th').textContent)[0],
  cells: [...row.querySelectorAll('td')].map((cell) => ({
    letter: cell.textContent.charAt(0),
    colour: getComputedStyle(cell).backgroundColor,
  })),
}))`;

/** How many accounts each of the other rows counts. */
export const COUNTED = `[...document.querySelectorAll('#map .fold th')].map((cell) => parseInt(cell.textContent, 10))`;

export const AXE = `axe.run(document, { rules: { 'target-size': { enabled: true } } })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`;

/** Tries to load a picture from elsewhere and to run a script. */
export const INTRUDE = `new Promise((resolve) => {
  const found = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => found.push(violatedDirective));
  const image = document.createElement('img');
  image.src = 'https://example.invalid/picture.png';
  const script = document.createElement('script');
  script.textContent = 'document.title = "changed"';
  document.body.append(image, script);
  setTimeout(() => resolve({ found: found.sort(), title: document.title }), 100);
})`;

/** Focuses a cell that has drifted, as the tabulator key does. */
export const FOCUS = `(() => {
  const link = document.querySelector('#map td.d a');
  link.focus({ focusVisible: true });
  const words = link.querySelector('i');
  const entry = document.querySelector(link.getAttribute('href'));
  return {
    words: words.textContent,
    width: words.getBoundingClientRect().width,
    entry: entry.querySelector('h3').textContent,
  };
})()`;

/** The lines of the longest name of a setting in the table of the policy. */
export const LINES_OF_NAMES = `Math.max(0, ...[...document.querySelectorAll('#policy tbody tr > :first-child')].map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return Math.round(range.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight));
}))`;
