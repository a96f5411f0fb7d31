/** A value for each factor. */
export type Row<T> = Readonly<Record<string, T>>;
type Factors<T> = Readonly<Record<string, readonly T[]>>;

interface Pair {
  readonly names: readonly [string, string];
  readonly indexes: readonly [number, number];
}

/** Rows in which every value of a factor meets every value of each other factor: most faults need no more than two values. */
export function pairwise<T>(factors: Factors<T>): readonly Row<T>[] {
  const names = Object.keys(factors);
  let open = allPairs(factors);
  const rows: Record<string, number>[] = [];
  while (open[0] !== undefined) {
    const row = bestRow(open, factors);
    rows.push(row);
    open = open.filter((pair) => !isIn(pair, row));
  }
  return rows.map((row) => Object.fromEntries(names.map((name) => [name, factors[name]?.[row[name] ?? 0] as T])));
}

/** More of them make fewer rows, and take longer. */
const SEEDS = 30;

/** The row that adds most pairs, of those that grow from some of the open pairs. */
function bestRow<T>(open: readonly Pair[], factors: Factors<T>): Record<string, number> {
  const seeds = open.filter((_, position) => position % Math.ceil(open.length / SEEDS) === 0);
  const rows = seeds.map((seed) => {
    const row: Record<string, number> = { [seed.names[0]]: seed.indexes[0], [seed.names[1]]: seed.indexes[1] };
    for (const [name, values] of Object.entries(factors))
      row[name] ??= bestIndex(name, { row, open, count: values.length });
    return { row, gain: open.filter((pair) => isIn(pair, row)).length };
  });
  return rows.reduce((best, one) => (one.gain > best.gain ? one : best)).row;
}

function allPairs<T>(factors: Factors<T>): readonly Pair[] {
  const values = Object.entries(factors).flatMap(([name, all]) => all.map((_, index) => ({ name, index })));
  return values.flatMap((one, position) =>
    values
      .slice(position + 1)
      .filter(({ name }) => name !== one.name)
      .map((other): Pair => ({ names: [one.name, other.name], indexes: [one.index, other.index] })),
  );
}

interface Candidates {
  readonly row: Readonly<Record<string, number>>;
  readonly open: readonly Pair[];
  readonly count: number;
}

/** The value that adds most pairs that no row has. */
function bestIndex(name: string, { row, open, count }: Candidates): number {
  const gains = Array.from({ length: count }, (_, index) => {
    const extended = { ...row, [name]: index };
    return open.filter((pair) => pair.names.includes(name) && isIn(pair, extended)).length;
  });
  return gains.indexOf(Math.max(...gains));
}

function isIn({ names, indexes }: Pair, row: Readonly<Record<string, number>>): boolean {
  return names.every((name, position) => row[name] === indexes[position]);
}
