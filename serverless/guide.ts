const PAGE = 'docs/deploying.md';
const SECTION = 'When an alarm rings';

interface Manifest {
  readonly homepage?: unknown;
  readonly repository?: unknown;
}

/** Where an alarm sends its reader: the address of the section if package.json names a repository, else the page and the section. */
export function alarmGuide({ homepage, repository }: Manifest): string {
  const address = webAddress(repository) ?? webAddress(homepage);
  return address === null
    ? `${PAGE}, "${SECTION}",`
    : `${address}/blob/main/${PAGE}#${SECTION.toLowerCase().replaceAll(' ', '-')}`;
}

/** https://docs.npmjs.com/cli/v11/configuring-npm/package-json#repository */
function webAddress(value: unknown): string | null {
  const text = typeof value === 'object' && value !== null ? Reflect.get(value, 'url') : value;
  if (typeof text !== 'string') return null;
  const [, short] = /^github:([\w.-]+\/[\w.-]+)$/.exec(text) ?? [];
  const [, path] = /github\.com[/:]([\w.-]+\/[\w.-]+?)(\.git)?(#.*)?$/.exec(text) ?? [];
  const name = short ?? path;
  return name === undefined ? null : `https://github.com/${name}`;
}
