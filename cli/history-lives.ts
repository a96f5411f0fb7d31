import { DAY_MS } from '../lib/core/time.ts';
import type { Life } from '../lib/core/history/lives.ts';
import type { LivesOptions } from '../lib/render/formats/lives/text.ts';
import { withState, type AwsOptions } from './aws.ts';
import { whyOutdated } from '../lib/app/run/freshness.ts';
import { note, type Io } from './io.ts';
import { askedOf, noteLeft, type PastFilter, type PastFormat } from './past.ts';
import { write } from './terminal.ts';

export interface LivesRequest extends AwsOptions, PastFilter {
  readonly table: string;
  readonly format: PastFormat;
  readonly since?: number;
  readonly until?: number;
}

const USUAL_MS = 30 * DAY_MS;

/** Shows the lives of drifts and unreadable targets. Resolves with the exit code. */
export async function showLives(
  { table, format, since, until, setting, ...options }: LivesRequest,
  io: Io,
): Promise<number> {
  const { readLives } = await import('../lib/app/history/read-facts.ts');
  const to = until ?? Number.POSITIVE_INFINITY;
  const from = since ?? Math.min(to, io.now().getTime()) - USUAL_MS;
  const { asked, runs, names, found } = await withState({ io, options, table }, async (tools) => {
    const question = await askedOf({ ...options, from, to }, { ...tools, io });
    return { ...question, found: await readLives(question.asked, tools.store) };
  });
  const lives = found.lives.filter((life) => isAskedFor(life, setting));
  const width = io.stdout.columns;
  await write(io.stdout, await textOf(lives, format, { names, now: io.now(), from, to: asked.to, width }));
  await noteLeft(found.left, io);
  const doubt = whyOutdated(runs, io.now());
  if (doubt === null) return 0;
  await note(io, `macie-warden: ${doubt}`);
  return 2;
}

/** An unreadable group has no setting. */
function isAskedFor(life: Life, settings: readonly string[] | undefined): boolean {
  return settings === undefined || (life.subject === 'drift' && settings.includes(life.setting));
}

async function textOf(lives: readonly Life[], format: PastFormat, options: LivesOptions): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../lib/render/formats/lives/text.ts')).livesText(lives, options);
    case 'json':
      return (await import('../lib/render/formats/lives/json.ts')).livesJson(lives, options);
    case 'csv':
      return (await import('../lib/render/formats/lives/json.ts')).livesCsv(lives, options);
    case 'html':
      return (await import('../lib/render/formats/lives/html.ts')).livesHtml(lives, options);
  }
}
