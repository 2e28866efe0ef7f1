// How is a listed zone called where people write its name? By that name; where several zones have the same, also by
// whether it is public or private, or by its resource group as well.
import type { Zone } from '../settings.js';
import { parseArmId } from '../values/arm-id.js';

type Named = Pick<Zone, 'id' | 'name' | 'visibility'>;

/** One for each zone, in lower case: `example.com`, `private/example.com` or `group/private/example.com`. */
export function zoneKeys(zones: readonly Named[]): readonly string[] {
  const all = zones.map(namesOf);
  return all.map(
    (names) => names.find((name) => all.filter((others) => others.includes(name)).length === 1) ?? names.at(-1)!,
  );
}

function namesOf({ id, name, visibility }: Named): readonly string[] {
  const told = `${visibility}/${name}`;
  return [name, told, `${parseArmId(id)?.resourceGroup}/${told}`, id].map((one) => one.toLowerCase());
}
