/** An object of the archive of reports. */
export interface ReportObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** By it runs are ordered: see `runOrder`. */
  readonly order: string;
}

/** The objects of the archive, to write. Every operation rejects with a WardenError. */
export interface ReportObjects {
  /** false: the object exists, and is left as it is. */
  readonly writeOnce: (object: ReportObject, signal: AbortSignal) => Promise<boolean>;
  /** Replaces the object unless it is of the same run or of a newer one. false: it is. */
  readonly replaceOlder: (object: ReportObject, signal: AbortSignal) => Promise<boolean>;
}
