// May a user's tag have this name and value? Azure has its limits, and some names say who owns a resource
// (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations).

const LONGEST_NAME = 512;
const LONGEST_VALUE = 256;
// Ours, and those of Azure's cloud controller, older spellings included.
const MARKS = /^(azurenetwork-.*|k8s-azure-.*|service|kubernetes-cluster-name|kubernetes-dns-label-service)$/i;

/** As in "the tag … has a name of 600 characters"; undefined where nothing is wrong. */
export function tagFault(name: string, value: string): string | undefined {
  if (name.length > LONGEST_NAME) return `has a name of ${name.length} characters, where ${LONGEST_NAME} are allowed`;
  if (/[<>%&\\?/]/.test(name)) return 'has one of < > % & \\ ? / in its name, which Azure takes in no tag';
  if (value.length > LONGEST_VALUE)
    return `has a value of ${value.length} characters, where ${LONGEST_VALUE} are allowed`;
  if (MARKS.test(name)) return 'has a name that says who owns the resource, which is not for users to say';
  return undefined;
}

/** Later ones over earlier ones; names are one whatever their case, as Azure has it. Sorted by name. */
export function mergeTags(...given: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const byName = new Map<string, readonly [string, string]>();
  for (const tags of given) for (const pair of Object.entries(tags)) byName.set(pair[0].toLowerCase(), pair);
  return Object.fromEntries([...byName.values()].sort(([a], [b]) => (a < b ? -1 : 1)));
}
