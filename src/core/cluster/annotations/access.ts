// Who may come to a Service?
import { parseAzureName } from '../../values/azure-name.js';
import { parseBoolean } from '../../values/boolean.js';
import type { Cidr } from '../../values/cidr.js';
import { parseCidr } from '../../values/cidr.js';
import { entriesOf, parseList } from '../../values/list.js';
import type { Origin, Parsed } from '../../values/problem.js';
import { problem, quoted } from '../../values/problem.js';
import type { Annotation } from './annotation.js';
import { azure } from './annotation.js';

/** Source prefixes that all rules of a security group may have (https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#networking-limits). */
export const MOST_RANGES = 4000;

const RANGES = 'CIDRs of either family, separated by commas';
const ON_BAD_RANGES = 'Passes over a bad range and refuses everybody whom no other lets in, the virtual network too.';

export const ACCESS = {
  allowedServiceTags: {
    keys: azure('azure-allowed-service-tags'),
    appliesTo: 'Service',
    values: 'service tags, separated by commas',
    default: 'Internet for a public Service without ranges',
    example: 'AzureFrontDoor.Backend',
    help: 'Who may come, by service tag, beside the ranges. With tags alone the Internet is not let in.',
    parse: parseServiceTags,
  } satisfies Annotation<readonly string[]>,
  allowedRanges: {
    keys: azure('azure-allowed-ip-ranges'),
    appliesTo: 'Service',
    values: RANGES,
    default: 'none',
    example: '203.0.113.0/24,2001:db8::/32',
    help: 'Who may come, beside the annotation load-balancer-source-ranges. Not together with spec.loadBalancerSourceRanges.',
    peer: ON_BAD_RANGES,
    parse: parseRanges,
  } satisfies Annotation<readonly Cidr[]>,
  sourceRanges: {
    keys: azure('load-balancer-source-ranges'),
    appliesTo: 'Service',
    values: RANGES,
    default: 'everybody for a public Service; no rule of its own for an internal one',
    example: '10.1.0.0/16',
    help: 'Who may come. Read while spec.loadBalancerSourceRanges is empty.',
    peer: ON_BAD_RANGES,
    parse: parseRanges,
  } satisfies Annotation<readonly Cidr[]>,
  denyAllExcept: {
    keys: azure('azure-deny-all-except-load-balancer-source-ranges'),
    appliesTo: 'Service',
    values: 'true, false',
    default: 'false',
    example: 'true',
    help: 'Everybody but its ranges and tags is refused, the virtual network and other load balancers too, on its own ports alone. Without ranges and tags it has no effect.',
    peer: 'Refuses on all ports of the address; has no effect with tags alone.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
  disableRules: {
    keys: azure('azure-disable-load-balancer-nsg-rule'),
    appliesTo: 'Service',
    values: 'true, false',
    default: 'false',
    example: 'true',
    help: 'No security rules are written for it: somebody else sees to who may come.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
} as const;

// Set but empty is a slip, and to take it for "nobody in particular" would let everybody in.
function parseRanges(text: string, origin: Origin): Parsed<readonly Cidr[]> {
  const { length } = entriesOf(text);
  if (length === 0)
    return refused(
      origin,
      text,
      'names no range. Allowed are CIDRs, separated by commas; to let everybody in, leave it out',
    );
  if (length > MOST_RANGES) return tooMany(origin, length);
  return parseList(text, (one) => parseCidr(one, origin));
}

/** Said before each of them is read: a rule that long can be written nowhere. */
export function tooMany(origin: Origin, count: number): Parsed<never> {
  const value = `${count} ranges`;
  const message = `${origin.key}: ${value} are more than a security group holds. Allowed are ${MOST_RANGES}, of all Services together.`;
  return { value: undefined, problems: [problem({ ...origin, reason: 'LimitReached' }, value, message)] };
}

function parseServiceTags(text: string, origin: Origin): Parsed<readonly string[]> {
  if (entriesOf(text).length === 0)
    return refused(
      origin,
      text,
      'names no service tag. Allowed are names like AzureFrontDoor.Backend; to let everybody in, leave it out',
    );
  return parseList(text, (one) => {
    const { value, problems } = parseAzureName(one, origin, 'serviceTag');
    return { value: value && (spelt(value) ?? value), problems };
  });
}

/** Those with a meaning for us have one spelling, whatever case they are written in. */
function spelt(tag: string): string | undefined {
  return ['Internet', 'VirtualNetwork', 'AzureLoadBalancer'].find((one) => one.toLowerCase() === tag.toLowerCase());
}

function refused(origin: Origin, text: string, what: string): Parsed<never> {
  const message = `${origin.key}: ${quoted(text)} ${what}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}
