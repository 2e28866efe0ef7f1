// Where do the names of a NodePort Service lead? To the nodes, and an SRV record says on which port they answer, as
// external-dns writes it: `_web._tcp.web.example.com` holds `0 50 30080 web.example.com`.
import type { NameSource } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import type { Service } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import type { NameGroup, ReadTargets } from '../names/index.js';
import { addressRecords, inRanges, parseHosts, readTargets } from '../names/index.js';
import type { Asked } from './asked.js';
import type { ReadGroups } from './headless.js';

/** `addresses`: of the nodes, canonical. */
export function nodePortGroups(service: Service, { asker, hosts }: Asked, addresses: readonly string[]): ReadGroups {
  const { object, source } = asker;
  const found = recordsAt(addresses, source);
  const ofNodes: ReadTargets =
    found.length > 0
      ? { records: found, problems: [] }
      : readTargets([], { texts: addresses, key: 'nodes' }, source, object);
  const { records, problems } = ofNodes;
  const groups: NameGroup[] = [{ ...ofNodes, hosts }];
  if (records.length === 0) return { groups, problems };
  const ofPorts: Problem[] = [];
  for (const { host, key } of hosts.filter((one) => !one.host.startsWith('*.'))) {
    for (const [protocol, targets] of portsByProtocol(service, host)) {
      const text = `_${service.meta.name}._${protocol}.${host}`;
      const srv = parseHosts([{ text, key }], object);
      groups.push({ hosts: srv.hosts, records: [{ type: 'SRV', targets: targets.sort() }] });
      ofPorts.push(...srv.problems);
    }
  }
  return { groups, problems: [...problems, ...ofPorts] };
}

// Thousands of Services may lead to the same thousand nodes.
const recordsAt = memoise((addresses: readonly string[], source: NameSource) =>
  addressRecords(inRanges(addresses, source)),
);

function portsByProtocol({ ports }: Service, host: string): ReadonlyMap<string, string[]> {
  const byProtocol = new Map<string, string[]>();
  for (const { protocol, nodePort } of ports) {
    if (nodePort === undefined) continue;
    const name = protocol.toLowerCase();
    byProtocol.set(name, [...(byProtocol.get(name) ?? []), `0 50 ${nodePort} ${host}`]);
  }
  return byProtocol;
}
