/** An error that an operation throws. The protocol of its service writes it into the reply. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, { status, message }: { status: number; message: string }) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}
