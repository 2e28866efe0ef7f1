// What does the API server do with an EndpointSlice?
import type { JsonObject } from '../../json.js';
import { numberAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { validateEndpointSlice } from './endpoint-slice-checks.js';

export const ENDPOINT_SLICE_RULES: KindRules = {
  fillDefaults: (draft) => {
    // Lists that are empty are written as null, as the API server does.
    for (const key of ['endpoints', 'ports']) if (objectsAt(draft, key).length === 0) draft[key] = null;
    for (const endpoint of objectsAt(draft, 'endpoints')) endpoint.conditions ??= {};
    for (const port of objectsAt(draft, 'ports')) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  validate: validateEndpointSlice,
  columns: [
    column('AddressType', (slice) => stringAt(slice, 'addressType') ?? ''),
    column('Ports', (slice) => firstThree(objectsAt(slice, 'ports').map(portText))),
    column('Endpoints', (slice) =>
      firstThree(objectsAt(slice, 'endpoints').flatMap((one) => stringsAt(one, 'addresses'))),
    ),
    AGE,
  ],
};

const portText = (port: JsonObject): string => String(numberAt(port, 'port') ?? stringAt(port, 'name') ?? '*');

function firstThree(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).join(',');
  if (texts.length > 3) return `${shown} + ${texts.length - 3} more...`;
  return shown === '' ? '<unset>' : shown;
}
