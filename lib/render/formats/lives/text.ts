import type { Life } from '../../../core/history/lives.ts';
import { minuteText } from '../../../core/time.ts';
import { plain } from '../../words/escape.ts';
import { eventText, lifeLength, lifeTitle, livesSentence } from '../../words/life-words.ts';
import { namingOf } from '../../words/place-words.ts';
import { wrap } from '../../words/wrap.ts';

export interface LivesOptions {
  /** By id: names of accounts. */
  readonly names: ReadonlyMap<string, string>;
  readonly now: Date;
  readonly from: number;
  readonly to: number;
  /** Of the terminal. */
  readonly width?: number | undefined;
}

const WIDTH = 120;

/** The number of lives in a sentence. Each life as a paragraph, by its beginning: where and what, then its events. */
export function livesText(lives: readonly Life[], options: LivesOptions): string {
  const head = wrap(livesSentence(lives, options), { indent: 0, width: options.width ?? WIDTH });
  return [[head], ...lives.map((life) => lifeLines(life, options))].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function lifeLines(life: Life, { names, now, width = WIDTH }: LivesOptions): readonly string[] {
  const where = `${life.region} of ${namingOf(names)(life.accountId)}`;
  const head = plain(`${where}, ${lifeTitle(life)}, ${lifeLength(life, now)}`);
  const recorded = life.events.map((event) => `${minuteText(event.at)}  ${plain(eventText(event))}`);
  const events = recorded.length === 0 ? [`${minuteText(life.since)}  first seen`] : recorded;
  return [
    wrap(head, { indent: 0, hanging: 4, width }),
    ...events.map((line) => wrap(line, { indent: 4, hanging: 8, width })),
  ];
}
