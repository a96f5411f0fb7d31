/** A general purpose bucket of S3. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
}
