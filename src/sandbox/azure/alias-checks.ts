// Which targets may an alias record set have? A public IP of its family, a record set of its type in the same zone, or
// what the fake knows nothing about; twenty record sets a target: https://learn.microsoft.com/azure/dns/dns-alias
import type { FakeAzure } from './fake-azure.js';
import { stringAt } from '../json.js';
import { dnsRefusal } from './refusal.js';
import type { Resource } from './resource.js';

const TYPES = ['A', 'AAAA', 'CNAME'];
const MAX_ALIASES = 20;

/** Throws a Refusal. `id`: of the record set; `target`: of what it points at. */
export function checkAlias(fake: FakeAzure, zoneId: string, type: string, id: string, target: string): void {
  const bad = (message: string): never => {
    throw dnsRefusal(400, 'BadRequest', message);
  };
  if (!TYPES.includes(type)) bad(`A record set of type '${type}' can't have a target resource.`);
  const found = fake.get(target);
  if (found === undefined) bad(`The target resource '${target}' of record set '${id}' was not found.`);
  else if (!fits(found, type, zoneId)) {
    bad(`The target resource '${target}' can't be the target of a record set of type '${type}' in this zone.`);
  }
  const others = fake.store.aliasesOf(target).filter((one) => one.id.toLowerCase() !== id.toLowerCase());
  // The words: https://github.com/MicrosoftDocs/azure-docs/issues/75709
  if (others.length >= MAX_ALIASES) bad('Maximum number of aliases to single target reached.');
}

function fits(target: Resource, type: string, zoneId: string): boolean {
  const kind = target.type.toLowerCase();
  if (kind === 'microsoft.network/publicipaddresses') {
    const version = stringAt(target.properties, 'publicIPAddressVersion') ?? 'IPv4';
    return type === (version === 'IPv6' ? 'AAAA' : 'A');
  }
  if (!/^microsoft\.network\/(private)?dnszones\//.test(kind)) return true;
  return kind.endsWith(`/${type.toLowerCase()}`) && target.id.toLowerCase().startsWith(`${zoneId.toLowerCase()}/`);
}
