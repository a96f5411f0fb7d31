import { sharedProfile, type Variables } from '../../../aws/shared-config.ts';

/** The names of the profiles of the AWS configuration; none where its files cannot be read. */
export async function profileNames(env: Variables): Promise<readonly string[]> {
  try {
    return [...(await sharedProfile(env, undefined)).profiles.keys()];
  } catch {
    return [];
  }
}
