import { html as escape } from '../../words/escape.ts';

/** Markup of this program. Only `element` and `trusted` make it, so that every other text of a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | readonly Content[];

/** A template whose values are text: they are escaped, in a place between tags and in a quoted attribute alike. */
export function element(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    strings.map((part, index) => `${part}${index < values.length ? textOf(values[index]) : ''}`).join(''),
  );
}

function textOf(content: Content | undefined): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escape(String(content));
}

const REGION = /([a-z]{2}(?:-[a-z]+)+-\d{1,2})/;

/** A list of names, whose Regions a narrow page does not break at their hyphens. */
export function namesMarkup(names: string): Content {
  return names.split(REGION).map((part, index) => (index % 2 === 1 ? element`<span class="r">${part}</span>` : part));
}

/** A constant of this program. Never for a text from outside. */
export function trusted(constant: string): Markup {
  return new Markup(constant);
}

export const NOTHING: Markup = trusted('');
