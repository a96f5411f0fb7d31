import {
  countStandings,
  standingOf,
  type Examination,
  type Finding,
  type Standing,
} from '../../core/doctor/finding.ts';
import { jsonForTerminal, plain } from '../words/escape.ts';
import { sentence } from '../words/sentence.ts';
import { wrap } from '../words/wrap.ts';
import type { Paint } from './text.ts';

const WORDS: Readonly<Record<Standing, string>> = { ok: 'ok', wrong: 'wrong', 'not-known': 'not known' };

const INDENT = 2;
const HANGING = INDENT + 'not known'.length + 2;
const DEFAULT_WIDTH = 100;

interface TextOptions {
  readonly width?: number | undefined;
  readonly paint?: Paint | null;
}

/** The lines of an examination by area; the last one sums it up. */
export function examinationText(
  examination: Examination,
  { width = DEFAULT_WIDTH, paint = null }: TextOptions = {},
): string {
  const { stack, homeRegion, identity, areas } = examination;
  const title = wrap(plain(`macie-warden doctor: stack ${stack} in ${homeRegion}, as ${identity}`), {
    indent: 0,
    hanging: INDENT,
    width,
  });
  const parts = areas.map(({ area, findings }) =>
    [paint?.bold(area) ?? area, ...findings.map((finding) => findingText(finding, { width, paint }))].join('\n'),
  );
  const counts = countStandings(examination);
  const sum = `${counts.ok} ok, ${counts.wrong} wrong, ${counts['not-known']} not known`;
  return `${[title, ...parts, `result: ${WORDS[standingOf(examination)]} (${sum})`].join('\n\n')}\n`;
}

function findingText({ standing, what, detail, toDo }: Finding, { width, paint }: Required<TextOptions>): string {
  const label = WORDS[standing].padEnd(HANGING - INDENT);
  const options = { indent: HANGING, width: width ?? DEFAULT_WIDTH };
  const line = wrap(plain(`${what}: ${detail}`), options).slice(HANGING);
  const next = toDo === null ? [] : [wrap(plain(`To do: ${sentence(toDo)}`), options)];
  return [`${' '.repeat(INDENT)}${painted(standing, label, paint)}${line}`, ...next].join('\n');
}

function painted(standing: Standing, label: string, paint: Paint | null | undefined): string {
  if (!paint) return label;
  const colours = { ok: paint.good, wrong: paint.bad, 'not-known': paint.warning };
  return colours[standing](label);
}

/** For programs. */
export function examinationJson(examination: Examination): string {
  const { areas, ...facts } = examination;
  const value = {
    schemaVersion: 1,
    ...facts,
    result: standingOf(examination),
    counts: countStandings(examination),
    findings: areas.flatMap(({ area, findings }) => findings.map((finding) => ({ area, ...finding }))),
  };
  return jsonForTerminal(`${JSON.stringify(value, null, 2)}\n`);
}
