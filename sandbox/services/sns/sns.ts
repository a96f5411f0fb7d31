import { formBody, queryXml, queryXmlError } from '../../server/protocols.ts';
import { XML_ERRORS, type Service } from '../../server/service.ts';
import { publish } from './publish.ts';
import { confirmSubscription, subscribe } from './subscribe.ts';
import { listSubscriptionsByTopic, unsubscribe } from './subscriptions.ts';
import { getTopicAttributes } from './topic-attributes.ts';
import { createTopic } from './topic.ts';

/** Amazon SNS, standard topics. https://docs.aws.amazon.com/sns/latest/api/welcome.html */
export const sns: Service = {
  name: 'sns',
  operationOf: (request) => formBody(request).get('Action'),
  operations: {
    CreateTopic: createTopic,
    Subscribe: subscribe,
    ConfirmSubscription: confirmSubscription,
    Unsubscribe: unsubscribe,
    ListSubscriptionsByTopic: listSubscriptionsByTopic,
    GetTopicAttributes: getTopicAttributes,
    Publish: publish,
  },
  success: (result, { operation }) =>
    queryXml(result, { operation, namespace: 'https://sns.amazonaws.com/doc/2010-03-31/' }),
  failure: queryXmlError,
  errorCodes: { ...XML_ERRORS, denied: 'AuthorizationError' },
};
