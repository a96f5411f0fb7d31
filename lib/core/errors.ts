/** Errors that are sentences for people. Everything else that is thrown is a defect, and is shown with its stack. */
export type ErrorCode =
  | 'archive'
  | 'environment'
  | 'identity'
  | 'organization'
  | 'policy'
  | 'publish'
  | 'request'
  | 'run-objects'
  | 'slack'
  | 'state-unavailable'
  | 'unprocessed-event'
  | 'usage';

/** The base of all errors of this program. The message says what is wrong, where, and what to do. */
export class WardenError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = `${code
      .split('-')
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join('')}Error`;
  }
}
