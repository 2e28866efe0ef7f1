// What of nodes and pods do we keep?
import type { Json, JsonObject } from '../../values/json.js';
import { objectsOf } from '../../values/json.js';
import type { ContainerPort, Meta, Node, Pod } from '../cluster-state.js';
import { numberOf, textOf, texts, textsOf } from './fields.js';

export function projectNode(meta: Meta, spec: JsonObject, status: JsonObject): Node {
  return {
    kind: 'Node',
    meta,
    addresses: objectsOf(status['addresses']).map((raw) => ({
      type: textOf(raw['type']) ?? '',
      address: textOf(raw['address']) ?? '',
    })),
    isUnschedulable: spec['unschedulable'] === true,
    taints: objectsOf(spec['taints']).map((taint) => textOf(taint['key']) ?? ''),
  };
}

export function projectPod(meta: Meta, spec: JsonObject, status: JsonObject): Pod {
  const sidecars = objectsOf(spec['initContainers']).filter((one) => one['restartPolicy'] === 'Always');
  const containers = [...objectsOf(spec['containers']), ...sidecars];
  const phase = textOf(status['phase']);
  return {
    kind: 'Pod',
    meta,
    ...texts(spec, ['nodeName', 'hostname']),
    ...(phase !== undefined && { phase }),
    hostNetwork: spec['hostNetwork'] === true,
    podIPs: addressesOf(status['podIPs'], status['podIP']),
    hostIPs: addressesOf(status['hostIPs'], status['hostIP']),
    ports: containers.flatMap((container) => objectsOf(container['ports']).map(projectContainerPort)),
  };
}

function projectContainerPort(raw: JsonObject): ContainerPort {
  const hostPort = numberOf(raw['hostPort']);
  return {
    ...texts(raw, ['name', 'hostIP']),
    protocol: textOf(raw['protocol']) ?? 'TCP',
    containerPort: numberOf(raw['containerPort']) ?? 0,
    ...(hostPort && { hostPort }),
  };
}

function addressesOf(list: Json | undefined, single: Json | undefined): readonly string[] {
  const many = objectsOf(list).flatMap(({ ip }) => textOf(ip) ?? []);
  return many.length > 0 ? many : textsOf(single === undefined ? [] : [single]);
}
