/**
 * What EventBridge makes of an event for a target, as strictly as it is documented.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
 */
export interface InputTransformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

const MAX_PATHS = 100;
const MAX_TEMPLATE = 8192;

/** The body for a target. Throws where EventBridge refuses the transformer, and where the body is no JSON. */
export function transform(event: object, { InputPathsMap, InputTemplate }: InputTransformer): unknown {
  if (Object.keys(InputPathsMap).length > MAX_PATHS) throw new RangeError('more than 100 paths');
  if (InputTemplate.length > MAX_TEMPLATE) throw new RangeError('a template of more than 8,192 characters');
  const values = new Map(Object.entries(InputPathsMap).map(([name, path]) => [checkName(name), valueAt(event, path)]));
  return JSON.parse(fill(InputTemplate, values));
}

function checkName(name: string): string {
  if (!/^[\w-]{1,256}$/.test(name) || /^aws\./i.test(name)) throw new RangeError(`no name of a variable: ${name}`);
  return name;
}

/** Dots alone: EventBridge refuses brackets around names. undefined: the event does not have it. */
function valueAt(event: object, path: string): unknown {
  if (!/^\$(\.[\w-]+)+$/.test(path)) throw new RangeError(`no path: ${path}`);
  let found: unknown = event;
  for (const name of path.split('.').slice(1))
    found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  return found;
}

function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let isQuoted = false;
  return template.replaceAll(/\\.|"|<(?<name>[\w.-]+)>/g, (token, ...rest) => {
    const name = rest.at(-1)?.name;
    if (token === '"') isQuoted = !isQuoted;
    if (name === undefined) return token;
    if (!values.has(name)) throw new RangeError(`no variable: ${name}`);
    const value = values.get(name);
    // A path that the event does not have makes no variable: nothing appears in its place.
    if (value === undefined) return '';
    // Nothing escapes a value inside quotes.
    return isQuoted ? plainText(value) : JSON.stringify(value);
  });
}

/** Of a list or an object the inner quotes are removed. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}
