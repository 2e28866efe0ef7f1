// Which version of the API speaks for a type? The network provider's is the one whose traffic we know; a new kind needs
// a line here and nothing else in this adapter.
const NETWORK = '2025-05-01';

/** Longest prefix wins; lower case. */
const VERSIONS: readonly (readonly [type: string, version: string])[] = [
  // https://learn.microsoft.com/rest/api/dns/
  ['microsoft.network/dnszones', '2018-05-01'],
  // https://learn.microsoft.com/rest/api/dns/privatedns/
  ['microsoft.network/privatednszones', '2024-06-01'],
  ['microsoft.network', NETWORK],
];

/** Throws where the type belongs to a provider that we don't talk to: a mistake of ours, not of a user. */
export function apiVersionOf(type: string): string {
  const wanted = `${type.toLowerCase()}/`;
  const found = VERSIONS.find(([prefix]) => wanted.startsWith(`${prefix}/`));
  if (!found) throw new Error(`no api-version is known for ${type}`);
  return found[1];
}
