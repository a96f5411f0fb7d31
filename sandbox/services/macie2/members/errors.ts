import { AwsError } from '../../../server/errors.ts';

const STATUS = {
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
} as const;

/** An error of Macie. Its texts begin with "The request failed because". */
export function failedBecause(code: keyof typeof STATUS, why: string): AwsError {
  return new AwsError(code, { status: STATUS[code], message: `The request failed because ${why}` });
}
