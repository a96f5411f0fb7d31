/**
 * Whether an event matches an event pattern of EventBridge. This is the part of the language that the rules of
 * macie-warden could use; any other operator throws. No npm package matches patterns without an MQTT broker.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 */
export function matchesPattern(event: unknown, pattern: Pattern): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') {
      if (!Array.isArray(wanted)) throw new TypeError('$or: expected a list of patterns');
      return wanted.some((one) => isPattern(one) && matchesPattern(event, one));
    }
    const found = isPattern(event) && Object.hasOwn(event, key) ? event[key] : undefined;
    if (Array.isArray(wanted)) return wanted.some((matcher) => matches(found, matcher));
    if (isPattern(wanted)) return matchesPattern(found, wanted);
    throw new TypeError(`${key}: expected a list or an object, found ${JSON.stringify(wanted)}`);
  });
}

export type Pattern = Readonly<Record<string, unknown>>;

function isPattern(value: unknown): value is Pattern {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Matches one of the values that a field may have. If the event has a list, one matching element is enough. */
function matches(found: unknown, matcher: unknown): boolean {
  if (Array.isArray(found)) return found.some((one) => matches(one, matcher));
  if (!isPattern(matcher)) return found === matcher;
  const [[operator, operand] = [], ...others] = Object.entries(matcher);
  if (operator === undefined || others.length > 0)
    throw new TypeError(`expected one operator, found ${JSON.stringify(matcher)}`);
  switch (operator) {
    case 'exists':
      return (found !== undefined && !isPattern(found)) === operand;
    case 'prefix':
      return typeof found === 'string' && found.startsWith(String(operand));
    case 'suffix':
      return typeof found === 'string' && found.endsWith(String(operand));
    case 'anything-but':
      return found !== undefined && ![operand].flat().includes(found);
    default:
      throw new TypeError(`this matcher does not know the operator ${operator}`);
  }
}
