// What goes when a resource goes? All that is below it; and an alias record set that points at it is left empty, pointing
// at nothing, even when the same id comes back: https://learn.microsoft.com/azure/dns/dns-alias#prevent-dangling-dns-records
import type { FakeAzure } from './fake-azure.js';

export function erase(fake: FakeAzure, id: string): void {
  for (const one of fake.store.under(id)) eraseAlone(fake, one.id);
  eraseAlone(fake, id);
}

/** Where nothing can be below it. */
export function eraseAlone(fake: FakeAzure, id: string): void {
  fake.store.delete(id);
  for (const alias of fake.store.aliasesOf(id)) {
    const properties = { ...alias.properties, targetResource: {} };
    fake.store.put({ ...alias, etag: fake.chance.guid(), properties });
  }
}
