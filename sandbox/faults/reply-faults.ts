import type { Reply, Request } from '../server/http.ts';
import type { Service } from '../server/service.ts';
import { emptyPage } from './empty-page.ts';
import type { Fault } from './fault-schema.ts';

const DEFAULT_SLOW_MS = 1000;
const HTML = '<html><head><title>Bad gateway</title></head><body>A fault of the sandbox sent this page</body></html>';

/** Replaces the reply. The operation has run, and its effect stays. */
export function alterReply(
  reply: Reply,
  { faults, request, service }: { faults: readonly Fault[]; request: Request; service: Service },
): Reply {
  let altered = reply;
  for (const { kind, status } of faults) {
    if (kind === 'html') altered = { status: status ?? 200, headers: { 'content-type': 'text/html' }, body: HTML };
    if (kind === 'empty-page') altered = emptyPage(altered, { request, service });
    if (kind === 'empty') altered = { status: 200, headers: {}, body: '' };
    if (kind === 'unknown-enum') {
      const body = altered.body.toString().replace(/"status":"\w+"/, '"status":"SLEEPING"');
      altered = { ...altered, body };
    }
  }
  return altered;
}

/** How the exchange ends. With `reset` and `hang` the operation has run, but the caller gets no answer. */
export type Ending = 'reply' | 'reset' | 'hang';

export function endingOf(faults: readonly Fault[]): { readonly delayMs: number; readonly ending: Ending } {
  const slow = faults.find(({ kind }) => kind === 'slow');
  const ending = faults.map(({ kind }) => kind).find((kind) => kind === 'hang' || kind === 'reset') ?? 'reply';
  return { delayMs: slow ? (slow.ms ?? DEFAULT_SLOW_MS) : 0, ending };
}
