import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { failedBecause } from './members/errors.ts';
import { existingSession } from './session.ts';

export function getPublication(call: Call): object {
  existingSession(call);
  const { policyFindings = null, classificationFindings = null } = call.state.publication.read(call) ?? {};
  return {
    securityHubConfiguration: {
      ...(policyFindings === null ? {} : { publishPolicyFindings: policyFindings }),
      ...(classificationFindings === null ? {} : { publishClassificationFindings: classificationFindings }),
    },
  };
}

/** Both flags are required. https://docs.aws.amazon.com/macie/latest/APIReference/findings-publication-configuration.html */
export function putPublication(call: Call): object {
  existingSession(call);
  const given: unknown = jsonBody(call.request)['securityHubConfiguration'];
  if (given === undefined || given === null) return {};
  const policyFindings: unknown = Reflect.get(Object(given), 'publishPolicyFindings');
  const classificationFindings: unknown = Reflect.get(Object(given), 'publishClassificationFindings');
  if (typeof policyFindings !== 'boolean' || typeof classificationFindings !== 'boolean')
    throw failedBecause(
      'ValidationException',
      'publishPolicyFindings and publishClassificationFindings must both be true or false',
    );
  call.state.publication.set(call, { policyFindings, classificationFindings });
  return {};
}
