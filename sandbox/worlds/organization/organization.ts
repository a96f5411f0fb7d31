import type { Member } from './accounts.ts';
import type { Designations } from './designations.ts';
import type { WorldOrganization } from './schema.ts';
import type { WorldUnit } from './unit-schema.ts';

/** The root or an OU. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  /** Null for the root. */
  readonly parentId: string | null;
  /** `o-…/r-…/ou-…/`, as in `Paths` and in the condition key aws:PrincipalOrgPaths. */
  readonly path: string;
}

/** The tree of an organization, and the delegated administrators that may read it. */
export class Organization {
  readonly settings: WorldOrganization;
  readonly root: Unit;
  readonly units: ReadonlyMap<string, Unit>;

  readonly #designations: Designations;

  constructor(settings: WorldOrganization, designations: Designations) {
    this.settings = settings;
    this.#designations = designations;
    const [, part = 'root'] = settings.organizationalUnits[0]?.id.split('-') ?? [];
    const id = `r-${part}`;
    this.root = { id, name: 'Root', parentId: null, path: `${settings.id}/${id}/` };
    const units = flatten(settings.organizationalUnits, this.root);
    this.units = new Map([this.root, ...units].map((unit) => [unit.id, unit]));
  }

  unitOf({ organizationalUnit }: Member): Unit {
    return this.units.get(organizationalUnit ?? '') ?? this.root;
  }

  /** The delegated administrators of a service of AWS, designated in any Region. */
  delegatedAdministrators(servicePrincipal: string, now: Date): readonly string[] {
    if (servicePrincipal !== 'macie.amazonaws.com')
      return this.settings.delegatedAdministrators[servicePrincipal] ?? [];
    return this.#designations.all(now);
  }
}

function flatten(units: readonly WorldUnit[], parent: Unit): readonly Unit[] {
  return units.flatMap(({ id, name, organizationalUnits }) => {
    const unit = { id, name, parentId: parent.id, path: `${parent.path}${id}/` };
    return [unit, ...flatten(organizationalUnits, unit)];
  });
}
