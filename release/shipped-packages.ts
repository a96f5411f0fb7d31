/** A package in a bundle, as the CycloneDX documents of npm call it: `name@version`. */
export type PackageRef = string;

/** The part of a lock file that is read. */
interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const IN_PACKAGE = /^(?<path>(?:.*\/)?node_modules\/(?<name>(?:@[^/]+\/)?[^/]+))\//;

/** What esbuild says of the files that it wrote, as far as it is read. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** The packages of which bundles have at least a byte: esbuild reads more files than it takes from. Sorted. */
export function shippedPackages(bundles: readonly Metafile[], { packages }: Lock): readonly PackageRef[] {
  const outputs = bundles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  const found = inputs.flatMap(([input, { bytesInOutput }]) => {
    if (bytesInOutput === 0) return [];
    const { path, name } = IN_PACKAGE.exec(input)?.groups ?? {};
    return path === undefined ? [] : [`${name}@${packages[path]?.version}`];
  });
  return [...new Set(found)].toSorted();
}

interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly scope?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** A CycloneDX document, as far as it is read. */
export interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * A document of `npm sbom`, narrowed to the packages that are shipped: npm lists those that build and test as well. Throws an Error if
 * npm does not list one.
 */
export function narrowBom(bom: Bom, shipped: readonly PackageRef[]): Bom {
  const refs = new Set(shipped);
  const components = bom.components.filter((component) => refs.delete(component['bom-ref'])).map(asShipped);
  if (refs.size > 0) throw new Error(`npm sbom does not list ${[...refs].join(', ')}`);
  const all = new Set(shipped);
  const { component } = bom.metadata;
  return {
    ...bom,
    metadata: { ...bom.metadata, component: { ...component, type: 'application', name: nameIn(component['bom-ref']) } },
    components,
    dependencies: [
      { ref: bom.metadata.component['bom-ref'], dependsOn: shipped },
      ...bom.dependencies
        .filter(({ ref }) => all.has(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => all.has(one)) })),
    ],
  };
}

/** npm names the root after the folder that it is in. */
function nameIn(ref: PackageRef): string {
  return ref.slice(0, ref.lastIndexOf('@'));
}

/** npm calls them optional packages of development, because a bundle needs none of them installed. */
function asShipped({ properties = [], ...component }: Component): Component {
  return {
    ...component,
    scope: 'required',
    properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
  };
}
