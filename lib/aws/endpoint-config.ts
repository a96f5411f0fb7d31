import type { EndpointSettings } from './endpoint-settings.ts';

/** The SDK is not to look for more settings than these. */
export function endpointConfig(
  { endpointOf, useFipsEndpoint, useDualstackEndpoint }: EndpointSettings,
  service: string,
) {
  const endpoint = endpointOf(service);
  const url = endpoint === null ? {} : { endpoint };
  return { useFipsEndpoint, useDualstackEndpoint, ignoreConfiguredEndpointUrls: true, ...url };
}
