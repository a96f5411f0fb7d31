import type { Macie2Client } from '@aws-sdk/client-macie2';

/** What clients of every service read from the environment and the profile. */
export type SharedSettings = ReturnType<typeof sharedSettings>;

/** The settings of one client, for others: each is then read once, and not once for every client. */
export function sharedSettings({ config }: Macie2Client) {
  const { authSchemePreference, defaultsMode, userAgentAppId, useDualstackEndpoint, useFipsEndpoint } = config;
  return { authSchemePreference, defaultsMode, userAgentAppId, useDualstackEndpoint, useFipsEndpoint };
}
