import type { Request } from '../server/http.ts';
import { jsonBody } from '../server/protocols.ts';
import type { Call } from '../server/service.ts';
import type { TrailRecord } from './trail.ts';

/** The record of a Macie call. CloudTrail truncates `eventTime` to whole seconds. */
export function recordOf(call: Call, errorCode: string | null): TrailRecord {
  const { operation, accountId, region, request, now } = call;
  const readOnly = /^(?:Get|List|Describe)/.test(operation);
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(call),
    eventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'macie2.amazonaws.com',
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: '127.0.0.1',
    userAgent: request.headers['user-agent'] ?? '',
    ...(errorCode === null ? {} : { errorCode }),
    requestParameters: parametersOf(request),
    responseElements: null,
    requestID: crypto.randomUUID(),
    eventID: crypto.randomUUID(),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
}

/** The member that the path names, the query and the body; null if the request has none of them. */
function parametersOf(request: Request): object | null {
  const [, id] = /\/(\d+)$/.exec(request.path) ?? [];
  const parameters = { ...(id === undefined ? {} : { id }), ...Object.fromEntries(request.query), ...bodyOf(request) };
  return Object.keys(parameters).length === 0 ? null : parameters;
}

function bodyOf(request: Request): object {
  try {
    return jsonBody(request);
  } catch {
    // The service rejected this body, so the record has no parameters.
    return {};
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function identityOf({ accountId, callerArn, request }: Call): object {
  const accessKeyId = request.scope?.accessKeyId ?? '';
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(callerArn) ?? [];
  if (role === undefined) {
    const userName = callerArn.split('/').at(-1);
    return { type: 'IAMUser', principalId: accessKeyId, arn: callerArn, accountId, accessKeyId, userName };
  }
  const sessionIssuer = {
    type: 'Role',
    principalId: 'AROASANDBOX',
    arn: `arn:aws:iam::${accountId}:role/${role}`,
    accountId,
    userName: role,
  };
  return {
    type: 'AssumedRole',
    principalId: `AROASANDBOX:${session}`,
    arn: callerArn,
    accountId,
    accessKeyId,
    sessionContext: { sessionIssuer, attributes: { mfaAuthenticated: 'false' } },
  };
}
