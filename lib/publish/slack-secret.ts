import { errorFacts } from '../aws/error-facts.ts';
import { SlackError } from './slack-error.ts';

/** Reads the parameter with the secret of Slack. Throws a SlackError with its name and what to do. */
export async function slackSecret(name: string, read: (name: string) => Promise<string>): Promise<string> {
  try {
    return await read(name);
  } catch (error) {
    throw new SlackError(problemText(name, error), { cause: error });
  }
}

function problemText(parameter: string, error: unknown): string {
  const { name, message } = errorFacts(error);
  if (name === 'ParameterNotFound')
    return `there is no parameter ${parameter} in that account and Region: make it, of the type SecureString, with the secret of Slack`;
  // SSM says no more than the name of some of its errors.
  const why = [name, message].filter((text) => text !== '').join(': ');
  const advice = name.startsWith('AccessDenied')
    ? 'allow ssm:GetParameter on it, and kms:Decrypt on its key'
    : 'check that it is there and can be read';
  return `the parameter ${parameter} with the secret of Slack could not be read (${why}): ${advice}`;
}
