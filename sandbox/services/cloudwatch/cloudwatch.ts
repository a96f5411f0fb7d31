import { JSON_ERRORS, type Service } from '../../server/service.ts';
import { getMetricData } from './metric-data.ts';
import { failureReply, operationOf, successReply } from './protocol.ts';

/** Amazon CloudWatch, the storage metrics of S3. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const cloudwatch: Service = {
  name: 'cloudwatch',
  operationOf,
  operations: { GetMetricData: getMetricData },
  success: successReply,
  failure: failureReply,
  errorCodes: { ...JSON_ERRORS, badToken: 'InvalidClientTokenId', throttled: 'Throttling' },
};
