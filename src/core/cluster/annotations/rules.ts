// How are the load balancing rules of a Service to be?
import { parseBoolean } from '../../values/boolean.js';
import { parseInteger } from '../../values/integer.js';
import type { Origin } from '../../values/problem.js';
import type { Annotation } from './annotation.js';
import { azure, azurePort } from './annotation.js';

const FLAG = {
  appliesTo: 'Service',
  values: 'true, false',
  default: 'false',
  example: 'true',
  parse: parseBoolean,
} as const;

export const RULES = {
  disableFloatingIP: {
    ...FLAG,
    keys: azure('azure-disable-load-balancer-floating-ip'),
    help: 'Packets arrive with the address of the node and the node port, instead of those of the frontend; the security rules name the nodes then. On internal IPv6 addresses it is always so.',
  } satisfies Annotation<boolean>,
  idleTimeout: {
    keys: azure('azure-load-balancer-tcp-idle-timeout'),
    appliesTo: 'Service',
    values: '4 to 100 (minutes)',
    default: '4',
    example: '30',
    help: 'How long a TCP connection may be silent.',
    parse: (text: string, origin: Origin) => parseInteger(text, origin, { min: 4, max: 100, unit: 'minutes' }),
  } satisfies Annotation<number>,
  disableTcpReset: {
    ...FLAG,
    keys: azure('azure-load-balancer-disable-tcp-reset'),
    help: 'Connections that were silent for too long end without a word to either side.',
  } satisfies Annotation<boolean>,
  allPorts: {
    ...FLAG,
    keys: azure('azure-load-balancer-enable-high-availability-ports'),
    help: 'One rule leads all ports and protocols to the nodes. On internal Services only: elsewhere it is said that it has no effect.',
    peer: 'Says nothing on a public Service.',
  } satisfies Annotation<boolean>,
  noRule: {
    ...FLAG,
    keys: azurePort('no_lb_rule'),
    help: 'No rule and no probe for this port: it is not served.',
  } satisfies Annotation<boolean>,
} as const;
