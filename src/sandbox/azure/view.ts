// What does a reader see? The stored resource with the references that others make to it.
import type { FakeAzure } from './fake-azure.js';
import { kindOf } from './kinds.js';
import type { Resource } from './resource.js';

export function view(fake: FakeAzure, resource: Resource): Resource {
  return kindOf(resource.type).view?.(resource, fake) ?? resource;
}
