import { AwsError } from './errors.ts';
import type { Reply, Request } from './http.ts';

/** The protocols in which AWS services write results and errors. https://smithy.io/2.0/aws/protocols/ */

export function restJson(result: unknown): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result ?? {}) };
}

export function restJsonError({ code, status, message }: AwsError): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ message }),
  };
}

export function awsJson(result: unknown): Reply {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(result ?? {}) };
}

export function awsJsonError({ code, status, message }: AwsError): Reply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: code, ...(message === '' ? {} : { message }) }),
  };
}

/** AWS query: `<OperationResponse><OperationResult>…`. */
export function queryXml(result: unknown, { operation, namespace }: { operation: string; namespace: string }): Reply {
  const body = `<${operation}Response xmlns="${namespace}"><${operation}Result>${toXml(result)}</${operation}Result><ResponseMetadata><RequestId>${crypto.randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

export function queryXmlError({ code, status, message }: AwsError): Reply {
  const body = `<ErrorResponse><Error><Type>Sender</Type>${toXml({ Code: code, Message: message })}</Error><RequestId>${crypto.randomUUID()}</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

export function restXmlError({ code, status, message }: AwsError): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error>${toXml({ Code: code, Message: message })}</Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** A list becomes `<member>` elements and a Map `<entry>` elements, as the query protocol requires. */
export function toXml(value: unknown): string {
  if (value instanceof Map)
    return [...value].map(([key, inner]) => `<entry>${toXml({ key, value: inner })}</entry>`).join('');
  if (Array.isArray(value)) return value.map((one) => `<member>${toXml(one)}</member>`).join('');
  if (typeof value !== 'object' || value === null)
    return escapeXml(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
  return Object.entries(value)
    .map(([key, inner]) => `<${key}>${toXml(inner)}</${key}>`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** The body as an object. Any other body is a ValidationException. */
export function jsonBody({ body }: Request): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Invalid JSON gets the same error as JSON that is not an object.
  }
  throw new AwsError('ValidationException', { status: 400, message: 'The request body is not a JSON object' });
}

export function formBody({ body }: Request): URLSearchParams {
  return new URLSearchParams(body.toString('utf8'));
}
