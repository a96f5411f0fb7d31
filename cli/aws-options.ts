/** The options that say which AWS. Left out: the environment and the profile decide, as for the AWS CLI. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly roleArn?: string;
}
