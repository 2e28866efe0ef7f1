// Where does a Service stand: public or internal, in which subnet, in which resource group?
import { parseAzureName } from '../../values/azure-name.js';
import { parseBoolean } from '../../values/boolean.js';
import type { Origin } from '../../values/problem.js';
import type { Annotation } from './annotation.js';
import { azure, unlessEmpty } from './annotation.js';

export const PLACEMENT = {
  internal: {
    keys: azure('azure-load-balancer-internal'),
    appliesTo: 'Service',
    values: 'true, false',
    default: 'false',
    example: 'true',
    help: 'An address in the virtual network instead of a public one.',
    peer: 'Takes what it does not understand for false; `True` makes a public frontend without a rule for the Internet.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
  internalSubnet: {
    keys: azure('azure-load-balancer-internal-subnet'),
    appliesTo: 'Service',
    values: 'name of a subnet in spec.virtualNetworkId',
    default: 'spec.loadBalancer.subnetId of the settings',
    example: 'apps',
    help: 'Where an internal Service gets its address.',
    parse: unlessEmpty((text: string, origin: Origin) => parseAzureName(text, origin, 'subnet')),
  } satisfies Annotation<string | null>,
  resourceGroup: {
    keys: azure('azure-load-balancer-resource-group'),
    appliesTo: 'Service',
    values: 'name of a resource group',
    default: 'spec.resourceGroup of the settings',
    example: 'rg-addresses',
    help: 'Where the public IPs of a public Service are, those that are there already and those that we make.',
    parse: unlessEmpty((text: string, origin: Origin) => parseAzureName(text, origin, 'resourceGroup')),
  } satisfies Annotation<string | null>,
} as const;
