import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { readRequest, sendReply, type Request } from './http.ts';

export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Added to the delay of every answer. */
  readonly latencyMs: number;
  readonly handle: (request: Request) => Promise<Answer>;
}

/** Reads a request and sends its answer, late or not at all if a fault asks for that. */
export async function respond({ message, response, latencyMs, handle }: Exchange): Promise<void> {
  try {
    const { reply, delayMs, ending } = await handle(await readRequest(message));
    // An unreferenced timer does not keep the process alive for a delayed answer.
    if (latencyMs + delayMs > 0) await sleep(latencyMs + delayMs, undefined, { ref: false });
    switch (ending) {
      case 'reply':
        return sendReply(response, reply);
      case 'reset':
        message.socket.resetAndDestroy();
        return;
      case 'hang':
        // The connection stays open until the client or the sandbox closes it.
        return;
    }
  } catch (error) {
    if (message.destroyed && !message.complete) return;
    const body = `The sandbox failed: ${error instanceof Error ? error.message : String(error)}\n`;
    sendReply(response, { status: 500, headers: { 'content-type': 'text/plain' }, body });
  }
}
