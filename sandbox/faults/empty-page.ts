import { FIRST_PAGE } from '../server/paging.ts';
import type { Reply, Request } from '../server/http.ts';
import type { Service } from '../server/service.ts';

/** A page without items, whose token leads to the same place: AWS may answer so, and a caller has to go on. */
export function emptyPage(reply: Reply, { request, service }: { request: Request; service: Service }): Reply {
  if (reply.status !== 200) return reply;
  const { tokenField = 'NextToken' } = service;
  const sent: unknown = request.query.get(tokenField) ?? fieldOf(request.body.toString(), tokenField);
  const lists = Object.entries(parsed(reply.body.toString())).filter(([, value]) => Array.isArray(value));
  const emptied = Object.fromEntries(lists.map(([name]) => [name, []]));
  return { ...reply, body: JSON.stringify({ ...emptied, [tokenField]: sent ?? FIRST_PAGE }) };
}

function fieldOf(body: string, field: string): unknown {
  return body === '' ? undefined : Reflect.get(parsed(body), field);
}

function parsed(json: string): object {
  return Object(JSON.parse(json));
}
