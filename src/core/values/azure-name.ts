// Is this text the name of an Azure resource of that type, or a label or tag as Azure takes it? Each has its own alphabet
// (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).
import type { Origin, Parsed } from './problem.js';
import { problem, quoted } from './problem.js';

interface NameRule {
  /** As in "is no …". */
  readonly what: string;
  readonly shape: RegExp;
  readonly allowed: string;
}

const NETWORK_NAME = /^[a-z0-9](?:[a-z0-9_.-]{0,78}[a-z0-9_])?$/i;
const NETWORK_NAME_ALLOWED = 'Allowed are 1 to 80 letters, digits, _, . and -';

export const AZURE_NAMES = {
  subnet: { what: 'name of a subnet', shape: NETWORK_NAME, allowed: NETWORK_NAME_ALLOWED },
  publicIP: { what: 'name of a public IP', shape: NETWORK_NAME, allowed: NETWORK_NAME_ALLOWED },
  resourceGroup: {
    what: 'name of a resource group',
    shape: /^[a-z0-9_().-]{0,89}[a-z0-9_()-]$/i,
    allowed: 'Allowed are 1 to 90 letters, digits, _, -, ( ) and ., which may not end it',
  },
  // https://learn.microsoft.com/rest/api/virtualnetwork/public-ip-addresses/create-or-update
  dnsLabel: {
    what: 'DNS label of a public IP',
    shape: /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/,
    allowed: 'Allowed are 3 to 63 lower-case letters, digits and -, with a letter first and no - last',
  },
  // https://learn.microsoft.com/azure/virtual-network/service-tags-overview
  serviceTag: {
    what: 'service tag',
    shape: /^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+){0,2}$/i,
    allowed: 'Allowed are names like AzureFrontDoor.Backend, Storage.WestEurope or Internet',
  },
} as const satisfies Readonly<Record<string, NameRule>>;

export function parseAzureName(text: string, origin: Origin, kind: keyof typeof AZURE_NAMES): Parsed<string> {
  const { what, shape, allowed }: NameRule = AZURE_NAMES[kind];
  const name = text.trim();
  if (shape.test(name)) return { value: name, problems: [] };
  const message = `${origin.key}: ${quoted(text)} is no ${what}. ${allowed}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}
