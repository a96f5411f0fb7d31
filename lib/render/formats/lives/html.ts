import type { Life } from '../../../core/history/lives.ts';
import { minuteText } from '../../../core/time.ts';
import { periodText } from '../../words/evidence-group-words.ts';
import { eventText, lifeLength, lifeTitle, livesSentence } from '../../words/life-words.ts';
import { namingOf } from '../../words/place-words.ts';
import { element, NOTHING, type Markup } from '../html/markup.ts';
import { pageShell } from '../html/shell.ts';
import type { LivesOptions } from './text.ts';

/** A browser shows so many in a blink. */
const MOST_LIVES = 1000;

/** Lives as one page: no script, nothing from elsewhere. */
export function livesHtml(lives: readonly Life[], options: LivesOptions): string {
  const left = lives.length - MOST_LIVES;
  return pageShell({
    title: 'macie-warden: history',
    style: STYLE,
    body: element`<header>
      <p class="eyebrow"><span>macie-warden, history</span> <span>${periodText(options)}</span></p>
      <h1>${livesSentence(lives)}</h1>
      <p class="counts">A green edge: it has ended. Red: an open drift. Brown: a target that cannot be read.</p>
    </header>
    <main><section><h2>By their beginning</h2><ul class="entries">${lives.slice(0, MOST_LIVES).map((life) => lifeMarkup(life, options))}</ul>
    ${left > 0 ? element`<p class="more">${left} more are in the formats json and csv.</p>` : NOTHING}</section></main>`,
  });
}

function lifeMarkup(life: Life, { names, now }: LivesOptions): Markup {
  const tone = life.endedAt !== null ? 'good' : life.subject === 'drift' ? 'bad' : 'warning';
  const events = life.events.map(
    (event) => element`<li><time datetime="${event.at}">${minuteText(event.at)}</time> ${eventText(event)}</li>`,
  );
  const first = element`<li><time datetime="${life.since}">${minuteText(life.since)}</time> first seen</li>`;
  return element`<li class="${tone}"><h3>${life.region} of ${namingOf(names)(life.accountId)}</h3><p>${lifeTitle(life)}</p><p class="where">${lifeLength(life, now)}</p><ul>${events.length === 0 ? first : events}</ul></li>`;
}

const STYLE = `
.entries>li{break-inside:avoid}
@media print{.where,.counts{font-size:inherit}h1{font-size:16pt}}
.entries time{color:var(--soft);margin-right:.6rem}
`;
