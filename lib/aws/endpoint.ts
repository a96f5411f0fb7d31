import type { Macie2Client } from '@aws-sdk/client-macie2';

const BUILT_IN = 'builtInParams' as const;
const PARAMETERS = {
  Region: { type: BUILT_IN, name: 'region' },
  Endpoint: { type: BUILT_IN, name: 'endpoint' },
  UseFIPS: { type: BUILT_IN, name: 'useFipsEndpoint' },
  UseDualStack: { type: BUILT_IN, name: 'useDualstackEndpoint' },
};

/** Where the calls of a client go, with every variable and profile setting that redirects them; null where that is not known. */
export async function macieEndpoint({ config }: Pick<Macie2Client, 'config'>): Promise<string | null> {
  try {
    const { getEndpointFromInstructions } = await import('@smithy/core/endpoints');
    const instructions = { getEndpointParameterInstructions: () => PARAMETERS };
    const { url } = await getEndpointFromInstructions({}, instructions, { ...config });
    return url.origin;
  } catch {
    return null;
  }
}
