// What of a PortExposure is granted, and by whom? The policies of a namespace add up; each grants on its own:
//
//   path allowed   range inside one of its ranges   CIDR inside its CIDRs   Internet-wide   internet: Allow   granted
//   yes            yes                              yes                     no              –                 yes
//   yes            yes                              yes                     yes             yes               yes
//   anything else                                                                                             no
import type { OpenPortGrant } from '../../exposure.js';
import { contains, isInternetWide, mergeCidrs } from '../../values/cidr-set.js';
import { formatPortRange } from '../../values/port-range.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { AnsweredPorts, AskedPorts, Path, Policy, PolicyRange } from './specs.js';

export interface Judgement {
  readonly grants: readonly OpenPortGrant[];
  readonly refused: readonly OpenPortGrant[];
  readonly problems: readonly Problem[];
}

/** `policies`: those of the exposure's namespace. `cidrs` is judged as a whole where width matters. */
export function judge(
  path: Path,
  ports: readonly AnsweredPorts[],
  cidrs: readonly string[],
  policies: readonly Policy[],
  object: SourceRef,
): Judgement {
  if (policies.length === 0) return { grants: [], refused: refuseAll(ports, cidrs), problems: [noPolicy(object)] };
  const isWide = isInternetWide(cidrs);
  const judged = ports.flatMap((asked) =>
    cidrs.map((cidr) => ({
      asked,
      cidr,
      by: policies.filter((one) => allows(one, path, asked, cidr, isWide)).map(({ name }) => name),
    })),
  );
  const refused = judged.filter(({ by }) => by.length === 0);
  return {
    grants: group(judged.filter(({ by }) => by.length > 0)),
    refused: group(refused),
    problems: ports.flatMap((asked) => {
      const theirs = refused.filter((one) => one.asked === asked).map(({ cidr }) => cidr);
      return theirs.length > 0 ? [refusedByPolicy(path, asked, theirs, isWide, policies, object)] : [];
    }),
  };
}

export function refuseAll(ports: readonly AnsweredPorts[], cidrs: readonly string[]): readonly OpenPortGrant[] {
  return group(ports.flatMap((asked) => cidrs.map((cidr) => ({ asked, cidr, by: [] }))));
}

function allows(policy: Policy, path: Path, asked: AskedPorts, cidr: string, isWide: boolean): boolean {
  return (
    policy.paths.includes(path) &&
    policy.portRanges.some((one) => covers(one, asked)) &&
    contains(policy.allowedCIDRs, cidr) &&
    (!isWide || policy.allowsInternet)
  );
}

function covers({ range, protocol }: PolicyRange, asked: AskedPorts): boolean {
  if (protocol !== undefined && protocol !== asked.protocol) return false;
  return range.from <= asked.range.from && asked.range.to <= range.to;
}

interface Judged {
  readonly asked: AnsweredPorts;
  readonly cidr: string;
  readonly by: readonly string[];
}

// CIDRs of the same ports and policies stand together, then ports of the same CIDRs on the same nodes: the fewest rules
// follow from it, and none opens a port on a node where nothing answers on it.
function group(judged: readonly Judged[]): readonly OpenPortGrant[] {
  const byPort = Map.groupBy(judged, ({ asked, by }) =>
    JSON.stringify([asked.protocol, asked.range, asked.addresses, by]),
  );
  const sameCidrs = Map.groupBy(byPort.values(), (one) => {
    const { asked, by } = one[0]!;
    return JSON.stringify([asked.protocol, mergeCidrs(one.map(({ cidr }) => cidr)), asked.addresses, by]);
  });
  return [...sameCidrs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [first, ...others]]) => ({
      protocol: first![0]!.asked.protocol,
      ports: [first!, ...others].map((one) => one[0]!.asked.range).sort((a, b) => a.from - b.from || a.to - b.to),
      cidrs: mergeCidrs(first!.map(({ cidr }) => cidr)),
      destinations: first![0]!.asked.addresses,
      policies: first![0]!.by,
    }));
}

function noPolicy(object: SourceRef): Problem {
  const message =
    'No ExposurePolicy selects its namespace, so nothing is opened. Allowed is what an ExposurePolicy grants.';
  return problem({ object, key: 'metadata.namespace', reason: 'NoPolicy' }, object.split('/')[1] ?? '', message);
}

function refusedByPolicy(
  path: Path,
  { key, protocol, range }: AskedPorts,
  cidrs: readonly string[],
  isWide: boolean,
  policies: readonly Policy[],
  object: SourceRef,
): Problem {
  const value = `${formatPortRange(range)}/${protocol.toUpperCase()}`;
  const names = policies.map(({ name }) => name).join(', ');
  const why = isWide ? ' Together its sources are as wide as the Internet, which needs internet: Allow.' : '';
  const allowed = policies.map(describe).join('; ');
  const message = `${key}: ${path} ${value} from ${cidrs.join(', ')} is granted by none of the policies (${names}).${why} Allowed is ${allowed}.`;
  return problem({ object, key, reason: 'RefusedByPolicy' }, value, message);
}

function describe({ name, paths, portRanges, allowedCIDRs, allowsInternet }: Policy): string {
  const ports = portRanges
    .map(({ range, protocol }) => formatPortRange(range) + (protocol ? `/${protocol.toUpperCase()}` : ''))
    .join(', ');
  const from = allowedCIDRs.join(', ') || 'nowhere';
  return `${name}: ${paths.join(', ')}, ${ports} from ${from}${allowsInternet ? '' : ', not the Internet'}`;
}
