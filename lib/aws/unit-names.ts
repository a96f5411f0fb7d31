import type { Clients } from './clients.ts';

interface UnitOrder {
  readonly units: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The names of organizational units by id: one call each, one after the other, because AWS Organizations throttles at few calls a
 * second. A name is a help to readers and no more: with the first failure the others are left out. Never rejects.
 */
export async function unitNames(
  clients: Pick<Clients, 'organizations'>,
  { units, signal }: UnitOrder,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const { DescribeOrganizationalUnitCommand } = await import('@aws-sdk/client-organizations');
  // The root has no name of its own.
  for (const unit of new Set(units.filter((id) => id.startsWith('ou-')))) {
    try {
      const client = await clients.organizations();
      const command = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unit });
      const { OrganizationalUnit } = await client.send(command, { abortSignal: signal });
      if (OrganizationalUnit?.Name) names.set(unit, OrganizationalUnit.Name);
    } catch {
      break;
    }
  }
  return names;
}
