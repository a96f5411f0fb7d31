import { valueIn } from '../by-region.ts';
import type { WorldOrganization } from './schema.ts';

export interface Designation {
  readonly account: string;
  readonly status: 'ENABLED' | 'DISABLING_IN_PROGRESS';
  /** When a removal is complete, in milliseconds since 1970. */
  readonly endsAt?: number;
}

/** The delegated administrators of Macie by Region. One at most is ENABLED. */
export class Designations {
  readonly #world: WorldOrganization['administrator'];
  readonly #changed = new Map<string, readonly Designation[]>();

  constructor(organization: WorldOrganization | undefined) {
    this.#world = organization?.administrator ?? {};
  }

  of(region: string, now: Date): readonly Designation[] {
    const all = this.#changed.get(region) ?? valueIn(this.#world, region) ?? [];
    return all.filter(({ endsAt }: Designation) => endsAt === undefined || now.getTime() < endsAt);
  }

  set(region: string, designations: readonly Designation[]): void {
    this.#changed.set(region, designations);
  }

  /** The administrator that is ENABLED. */
  enabledIn(region: string, now: Date): string | null {
    return this.of(region, now).find(({ status }) => status === 'ENABLED')?.account ?? null;
  }

  /** The administrator that the world designates. */
  initial(region: string): string | null {
    return (valueIn(this.#world, region) ?? []).find(({ status }) => status === 'ENABLED')?.account ?? null;
  }

  /** The administrators of any Region. */
  all(now: Date): readonly string[] {
    const regions = [...this.#changed.keys(), ...Object.keys(this.#world)];
    const ids = regions.flatMap((region) => this.enabledIn(region, now) ?? []);
    return [...new Set(ids)];
  }
}
