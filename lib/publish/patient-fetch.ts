/** Resolves after that time, or earlier once the signal is aborted. */
type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

const MAX_TRIES = 3;
/** Slack may ask for more. Then the alerts stay pending, and the next run sends them. */
const MAX_WAIT_MS = 4000;

/** https://docs.slack.dev/apis/web-api/rate-limits: 429 says in Retry-After how many seconds to wait. */
export function patientFetch(wait: Wait, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(input, { ...init, signal });
      if (response.status !== 429 || tries === MAX_TRIES) return response;
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      const waitMs = (Number.isFinite(seconds) ? seconds : 1) * 1000;
      if (waitMs > MAX_WAIT_MS) return response;
      await wait(waitMs, signal);
    }
  };
}
