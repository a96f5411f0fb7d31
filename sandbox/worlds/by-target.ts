import { keyOf, type Target } from './target.ts';

/**
 * Values by account and Region. The initial value is computed at each read, so that a world of thousands of accounts
 * takes memory for its changes only.
 */
export class ByTarget<V> {
  readonly #initial: (target: Target) => V | undefined;
  readonly #changed = new Map<string, { readonly target: Target; readonly value: V | undefined }>();

  constructor(initial: (target: Target) => V | undefined) {
    this.#initial = initial;
  }

  get(target: Target): V | undefined {
    const changed = this.#changed.get(keyOf(target));
    return changed ? changed.value : this.#initial(target);
  }

  /** Sets or deletes. */
  restore(target: Target, value: V | undefined): void {
    if (value === undefined) this.delete(target);
    else this.set(target, value);
  }

  /** What has changed; undefined is deleted. */
  changes(): readonly (readonly [Target, V | undefined])[] {
    return [...this.#changed.values()].map(({ target, value }) => [target, value]);
  }

  has(target: Target): boolean {
    return this.get(target) !== undefined;
  }

  set({ accountId, region }: Target, value: V): void {
    this.#changed.set(keyOf({ accountId, region }), { target: { accountId, region }, value });
  }

  delete({ accountId, region }: Target): void {
    this.#changed.set(keyOf({ accountId, region }), { target: { accountId, region }, value: undefined });
  }
}
