/** The thread of a chat in which the alerts of one drift, or of one unreadable target, are. */
export interface Thread {
  readonly channelId: string;
  /** The id of its first message. */
  readonly ts: string;
}

/** Of a record. `since`: of what it is about. One that opens again begins another thread. */
export interface StoredThread extends Thread {
  readonly since: string;
}

/** By id of an alert: the thread that it was sent to. */
export type Threads = Readonly<Record<string, Thread>>;
