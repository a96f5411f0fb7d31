import { cbor, tag } from '@smithy/core/cbor';
import type { AwsError } from '../../server/errors.ts';
import type { Reply, Request } from '../../server/http.ts';
import { awsJson, awsJsonError, formBody, jsonBody, queryXml, queryXmlError } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';

/*
 * CloudWatch speaks three protocols: JSON, as the SDK for JavaScript; CBOR, as recent SDKs and the AWS CLI; query, as older ones.
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */

const QUERY_NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';
const CBOR_PATH = /^\/service\/GraniteServiceVersion20100801\/operation\/(?<operation>\w+)$/;

function isCbor({ headers }: Request): boolean {
  return headers['smithy-protocol'] === 'rpc-v2-cbor';
}

function isQuery({ headers }: Request): boolean {
  return String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
}

export function operationOf(request: Request): string | null {
  if (isCbor(request)) return CBOR_PATH.exec(request.path)?.groups?.['operation'] ?? null;
  if (isQuery(request)) return formBody(request).get('Action');
  return String(request.headers['x-amz-target']).split('.')[1] ?? null;
}

/** The input as an object, in the shape of the JSON protocol. */
export function inputOf(request: Request): Readonly<Record<string, unknown>> {
  if (isCbor(request)) return { ...Object(request.body.length === 0 ? {} : cbor.deserialize(request.body)) };
  return isQuery(request) ? nested(formBody(request)) : jsonBody(request);
}

/** `MetricDataQueries.member.1.Id=a` as `{ MetricDataQueries: [{ Id: 'a' }] }`. */
function nested(form: URLSearchParams): Readonly<Record<string, unknown>> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of form) {
    const path = name.replaceAll(/\.member\.(\d+)/g, (_, place) => `.${Number(place) - 1}`).split('.');
    let node: object = root;
    for (const [depth, key] of path.entries()) {
      const next = path[depth + 1];
      if (next === undefined) Reflect.set(node, key, value);
      else if (Reflect.get(node, key) === undefined) Reflect.set(node, key, /^\d+$/.test(next) ? [] : {});
      node = Object(Reflect.get(node, key));
    }
  }
  return root;
}

/** Times in a result are dates. */
export function successReply(result: unknown, { operation, request }: Call): Reply {
  if (isCbor(request))
    return cborReply(
      200,
      withDates(result, (date) => tag({ tag: 1, value: date.getTime() / 1000 })),
    );
  if (isQuery(request))
    return queryXml(
      withDates(result, (date) => date.toISOString()),
      { operation, namespace: QUERY_NAMESPACE },
    );
  return awsJson(withDates(result, (date) => date.getTime() / 1000));
}

export function failureReply(error: AwsError, request: Request): Reply {
  if (isCbor(request)) return cborReply(error.status, { __type: error.code, message: error.message });
  return isQuery(request) ? queryXmlError(error) : awsJsonError(error);
}

function cborReply(status: number, value: unknown): Reply {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return { status, headers, body: Buffer.from(cbor.serialize(value)) };
}

function withDates(value: unknown, write: (date: Date) => unknown): unknown {
  if (value instanceof Date) return write(value);
  if (Array.isArray(value)) return value.map((one) => withDates(one, write));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDates(inner, write)]));
}
