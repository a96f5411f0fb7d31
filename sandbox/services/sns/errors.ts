import { AwsError } from '../../server/errors.ts';

export function invalidParameter(reason: string): AwsError {
  return new AwsError('InvalidParameter', { status: 400, message: `Invalid parameter: ${reason}` });
}
