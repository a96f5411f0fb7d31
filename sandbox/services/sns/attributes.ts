import { invalidParameter } from './errors.ts';

/** The attributes of a message by name, as a subscriber gets them. */
export type MessageAttributes = Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;

const NAME = /^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/;
const TYPES: ReadonlySet<string> = new Set(['String', 'String.Array', 'Number', 'Binary']);

/** `MessageAttributes.entry.N.…` of a request. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export function messageAttributes(form: URLSearchParams): MessageAttributes {
  const found: Record<string, { Type: string; Value: string }> = {};
  for (let index = 1; form.has(`MessageAttributes.entry.${index}.Name`); index++) {
    const entry = `MessageAttributes.entry.${index}`;
    const [name = '', Type = '', Value = ''] = ['Name', 'Value.DataType', 'Value.StringValue'].map(
      (key) => form.get(`${entry}.${key}`) ?? '',
    );
    if (!NAME.test(name)) throw invalidParameter(`The message attribute name '${name}' is invalid`);
    if (!TYPES.has(Type)) throw invalidParameter(`The message attribute '${name}' has an invalid type`);
    if (Value === '') throw invalidParameter(`The message attribute '${name}' must contain non-empty value`);
    if (Type === 'String.Array' && !isArray(Value))
      throw invalidParameter(`The message attribute '${name}' of type 'String.Array' must be a JSON array`);
    found[name] = { Type, Value };
  }
  return found;
}

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
