import { element, trusted, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

interface Page {
  /** A constant. */
  readonly title: string;
  /** Beside the style of every page; a constant. */
  readonly style: string;
  readonly body: Markup;
}

/** A page without a script that loads nothing. */
export function pageShell({ title, style, body }: Page): string {
  const page = element`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${STYLE}${trusted(style.replaceAll('\n', ''))}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.text;
}
