/** Does a step as long as the signal lets it. Rejects once the signal is aborted, even if the step never ends. */
export async function untilAborted<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw outOfTime();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(outOfTime()), { once: true });
  });
  return Promise.race([step(), aborted]);
}

function outOfTime(): Error {
  return new Error('there was no time left for it');
}
