// What can be said of a definition that client-node's attribute maps don't say? Names of fields are joined with spaces.

/** One package of definitions: `io.k8s.api.core.v1`. */
export interface PackageFacts {
  readonly name: string;
  /** Definitions that the attribute maps tell whole. */
  readonly plain: string;
  readonly definitions: Readonly<Record<string, DefinitionFacts>>;
}

/** A list that is neither in `sets` nor in `maps` is atomic. */
export interface DefinitionFacts {
  readonly required?: string;
  readonly sets?: string;
  /** Field → its map keys. */
  readonly maps?: Readonly<Record<string, string>>;
  /** Field → its patch merge key, '' for a list of scalars. */
  readonly merge?: Readonly<Record<string, string>>;
  /** Field → its patch strategy, then its merge key if it has one: those that aren't `merge` alone. */
  readonly strategies?: Readonly<Record<string, string>>;
  /** Of a list: what its items may be. */
  readonly enums?: Readonly<Record<string, string>>;
  readonly defaults?: Readonly<Record<string, string>>;
  /** Field → its type where the maps have none or a wider one: `Quantity{}` for a map, `PodVolumeHealth[]`; '' drops it. */
  readonly types?: Readonly<Record<string, string>>;
  /** Owned as a whole by server-side apply. */
  readonly isAtomic?: true;
  readonly atomicFields?: string;
  /** Objects that are always there when Go writes them, `{}` at least. */
  readonly structs?: string;
  /** Times that are always there, `null` at least. */
  readonly nulls?: string;
  /** Besides the required ones: what is kept though it is '', 0, false or empty, since Go tells it from nothing. */
  readonly keeps?: string;
  /** Newer than client-node's maps: `types` has all of its fields. */
  readonly isNew?: true;
}
