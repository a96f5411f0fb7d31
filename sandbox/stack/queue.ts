import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

export interface QueueOptions {
  /** The function that the event source mapping invokes with a batch. */
  readonly consume: (event: SQSEvent) => Promise<SQSBatchResponse>;
  readonly batchSize: number;
  /** How long the first message of a batch waits for others. */
  readonly windowMs: number;
  /** The delay before a failed message is delivered again. */
  readonly visibilityMs: number;
  /** Deliveries before a message goes to the dead-letter queue. */
  readonly maxReceives: number;
  readonly arn: string;
  readonly onDeadLetter?: (body: string) => void;
}

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
}

/** A queue and its event source mapping, with one consumer at a time. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export class Queue {
  readonly #options: QueueOptions;
  readonly deadLetters: string[] = [];
  #waiting: Message[] = [];
  #isRunning = false;
  /** The number of messages that are waiting, with the consumer, or invisible after a failure. */
  #pending = 0;
  #idle = Promise.withResolvers<void>();

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#idle.resolve();
  }

  send(body: string): void {
    if (this.#pending === 0) this.#idle = Promise.withResolvers();
    this.#pending++;
    this.#waiting.push({ messageId: crypto.randomUUID(), body, sentAt: Date.now(), receives: 0 });
    this.#start();
  }

  /** Resolves once no message is pending. */
  settled(): Promise<void> {
    return this.#idle.promise;
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run().finally(() => {
      this.#isRunning = false;
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, this.#options.windowMs);
    });
    while (this.#waiting.length > 0) await this.#deliver(this.#waiting.splice(0, this.#options.batchSize));
  }

  async #deliver(batch: readonly Message[]): Promise<void> {
    for (const message of batch) message.receives++;
    const event = { Records: batch.map((message) => this.#recordOf(message)) };
    const returned = await Promise.resolve(event)
      .then(this.#options.consume)
      .then(
        ({ batchItemFailures }) => new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)),
        () => new Set(batch.map(({ messageId }) => messageId)),
      );
    for (const message of batch) {
      if (!returned.has(message.messageId)) this.#complete();
      else if (message.receives >= this.#options.maxReceives) this.#moveToDeadLetters(message);
      else setTimeout(() => this.#redeliver(message), this.#options.visibilityMs).unref();
    }
  }

  #redeliver(message: Message): void {
    this.#waiting.push(message);
    this.#start();
  }

  #moveToDeadLetters({ body }: Message): void {
    this.deadLetters.push(body);
    this.#options.onDeadLetter?.(body);
    this.#complete();
  }

  #complete(): void {
    if (--this.#pending === 0) this.#idle.resolve();
  }

  #recordOf({ messageId, body, sentAt, receives }: Message): SQSEvent['Records'][number] {
    return {
      messageId,
      receiptHandle: messageId,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: String(sentAt),
        SenderId: 'events.amazonaws.com',
        ApproximateFirstReceiveTimestamp: String(Date.now()),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: this.#options.arn,
      awsRegion: this.#options.arn.split(':')[3] ?? '',
    };
  }
}
