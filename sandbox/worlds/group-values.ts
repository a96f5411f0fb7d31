import { ByTarget } from './by-target.ts';
import { keyOf, type Target } from './target.ts';

/** The values of one settings group by account and Region. After a write with a lag, some reads still return the old ones. */
export class GroupValues<V> extends ByTarget<V> {
  readonly #lagging = new Map<string, { readonly shown: V | undefined; readsLeft: number }>();

  /** What a read returns. */
  read(target: Target): V | undefined {
    const lag = this.#lagging.get(keyOf(target));
    if (!lag) return this.get(target);
    lag.readsLeft -= 1;
    if (lag.readsLeft === 0) this.#lagging.delete(keyOf(target));
    return lag.shown;
  }

  showOld(target: Target, { shown, reads }: { readonly shown: V | undefined; readonly reads: number }): void {
    this.#lagging.set(keyOf(target), { shown, readsLeft: reads });
  }
}
