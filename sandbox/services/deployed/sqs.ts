import { AwsError } from '../../server/errors.ts';
import { awsJson, awsJsonError, jsonBody } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import { queuesOf, stackOf } from './parts.ts';

/** Amazon SQS, the length of the queues of the stack. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const sqs: Service = {
  name: 'sqs',
  operationOf: ({ headers }) => /^AmazonSQS\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: { GetQueueAttributes: getQueueAttributes },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: JSON_ERRORS,
};

function getQueueAttributes(call: Call): object {
  const url = String(jsonBody(call.request)['QueueUrl']);
  const stack = stackOf(call);
  const queues = stack ? Object.values(queuesOf(stack, call.request.headers.host ?? '')) : [];
  const queue = queues.find((one) => one.url === url);
  if (!queue)
    throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', {
      status: 400,
      message: 'The specified queue does not exist.',
    });
  return { Attributes: { ApproximateNumberOfMessages: String(queue.messages) } };
}
