/** An error as a service answers it. Thrown by the operations; each protocol writes it in its own way. */
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
