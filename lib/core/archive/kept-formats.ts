/** A format that the archive keeps. */
export interface KeptFormat {
  /** As `--format` has it. */
  readonly name: 'html' | 'json' | 'ocsf';
  readonly extension: string;
  readonly contentType: string;
}

/** A link in a message leads to it. */
export const LINKED_FORMAT: KeptFormat = {
  name: 'html',
  extension: 'html',
  contentType: 'text/html; charset=utf-8',
};

export const KEPT_FORMATS: readonly KeptFormat[] = [
  LINKED_FORMAT,
  { name: 'json', extension: 'json', contentType: 'application/json' },
  { name: 'ocsf', extension: 'ocsf.jsonl', contentType: 'application/x-ndjson' },
];
