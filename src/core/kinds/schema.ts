// In which language are our kinds described? JSON schema by typebox, kept to what a structural CRD schema allows, with
// the rules that cross fields as CEL beside it
// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema).
import type { Static, TSchema } from 'typebox';
import { Type } from 'typebox';

/** One CEL rule; `self` is the value of the schema that carries it, `oldSelf` what it was before an update. */
export interface Rule {
  readonly rule: string;
  /** One sentence without its subject: the field's path is put before it. */
  readonly message: string;
  /** Where the fault is shown, relative to the schema that carries the rule: `.path`. */
  readonly fieldPath?: string;
}

/** What a schema of ours may say: the keywords that the check, the CRD and the docs all understand. */
export interface Schema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Of a map: what its values are. `false` on an object means that nothing but its properties is known. */
  readonly additionalProperties?: false | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

/** An optional field that has a value all the same once defaults are in: so says its type. */
export function defaulted<T extends TSchema>(schema: T, value: unknown): T {
  return Type.Optional({ ...schema, default: value });
}

/** One of some words, as `enum` of a plain string: a union of constants wouldn't be structural. */
export function oneOf<const T extends string>(words: readonly T[], description: string) {
  return Type.Unsafe<T>({ type: 'string', enum: words, description });
}

export function ruled<T extends TSchema>(schema: T, ...rules: readonly Rule[]): T {
  return { ...schema, 'x-kubernetes-validations': rules };
}

/** A map of text to text; typebox's Record would say it with patternProperties, which CRDs don't have. */
export function textMap(description: string, { maxProperties = 32, maxLength = 63 } = {}) {
  return Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    additionalProperties: { type: 'string', maxLength },
    maxProperties,
    description,
  });
}

/** Fields outside `properties` are unknown: Kubernetes drops them, our own check warns of them. */
export function fields<T extends Record<string, TSchema>>(properties: T, description: string) {
  return Type.Object(properties, { description });
}

/** The id of an Azure resource of one type below Microsoft.Network, in any case: `virtualNetworks`, `virtualNetworks/subnets`. */
export function armId(type: string, description: string) {
  return armIdOfOne([type], description);
}

export function armIdOfOne(types: readonly [string, ...string[]], description: string) {
  const paths = types.map((type) =>
    type
      .split('/')
      .map((segment) => `${segment}/[^/]+`)
      .join('/'),
  );
  const path = paths.length === 1 ? paths[0]! : `(${paths.join('|')})`;
  const shape = `^/subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft.network/${path}$`;
  const examples = paths.map(
    (one) => `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/${one.replaceAll('[^/]+', '…')}`,
  );
  return ruled(Type.String({ description, maxLength: 512 }), {
    rule: `self.lowerAscii().matches('${shape.toLowerCase()}')`,
    message: `must be the id of an Azure resource of this type: ${examples.join(' or ')}`,
  });
}

export function duration(description: string, atLeast?: string) {
  const shape = {
    rule: "self.matches('^([0-9]{1,6}[hms]){1,3}$')",
    message: 'must be a duration in hours, minutes and seconds, such as 10m, 90s or 1h30m',
  };
  const floor = atLeast && {
    rule: `!self.matches('^([0-9]{1,6}[hms]){1,3}$') || duration(self) >= duration('${atLeast}')`,
    message: `must be at least ${atLeast}`,
  };
  return ruled(Type.String({ description, minLength: 1, maxLength: 21 }), ...(floor ? [shape, floor] : [shape]));
}

export function cidrs(description: string, options: { readonly minItems?: number; readonly maxItems: number }) {
  const cidr = ruled(
    Type.String({ maxLength: 43 }),
    {
      rule: 'isCIDR(self)',
      message: 'must be an address range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32',
    },
    {
      rule: '!isCIDR(self) || cidr(self) == cidr(self).masked()',
      message: 'must not have bits set behind its prefix: 203.0.113.0/24, not 203.0.113.7/24',
    },
  );
  return Type.Array(cidr, { description, ...options });
}

export function portNumber(description: string) {
  return Type.Integer({ minimum: 1, maximum: 65535, description });
}

/** No two members of a list have the same id. */
export const SAME_ID = 'self.all(a, self.exists_one(b, b.id.lowerAscii() == a.id.lowerAscii()))';

export type SpecOf<T extends TSchema> = Static<T>;
