// What is said of the names that an Ingress asks for? Ingresses have no conditions, so `plan` shows what these would
// be, and the cluster gets events: each problem, each refusal, and one when the names are there.
import type { Ingress } from '../cluster/cluster-state.js';
import type { NamesExposure, WantedName } from '../exposure.js';
import { find } from '../network/azure-state.js';
import { isMarked } from '../network/ownership.js';
import { isObject } from '../values/json.js';
import { accepted, condition, NAMES_PROGRAMMED } from './conditions.js';
import { event, problemEvent } from './events.js';
import type { Facts } from './facts.js';
import { progress } from './progress.js';
import type { EventPublication } from './publication.js';
import type { ReportInput } from './report-input.js';
import type { ObjectStatus } from './said.js';

export function reportNames(
  ingress: Ingress,
  exposure: NamesExposure,
  wasUnfinished: boolean,
  facts: Facts,
  input: ReportInput,
): { readonly status: ObjectStatus; readonly publications: readonly EventPublication[] } {
  const object = exposure.source;
  const hosts = [...new Set(exposure.names.map(({ host }) => host))];
  const isThere = exposure.names.every((name) => isRecordThere(name, input));
  const message =
    hosts.length === 0
      ? 'It asks for no names.'
      : `${hosts.slice(0, 5).join(', ')}${hosts.length > 5 ? ` and ${hosts.length - 5} more` : ''} answer${hosts.length === 1 ? 's' : ''}.`;
  const programmed = progress(NAMES_PROGRAMMED, object, facts, [], { isThere, message });
  const conditions = [accepted(facts.problemsOf(object)), programmed].map((finding) =>
    condition(finding, [], ingress.meta.generation, input.now),
  );
  return { status: { object, conditions }, publications: events() };

  function events(): EventPublication[] {
    const { uid } = ingress.meta;
    const problems = facts.problemsOf(object).map((one) => problemEvent(one, uid));
    const { reason, status } = programmed;
    if (reason === 'AzureError' || reason === 'Withheld')
      problems.push(event(object, uid, 'Warning', reason, programmed.message));
    if (status === 'True' && wasUnfinished && hosts.length > 0)
      problems.push(event(object, uid, 'Normal', 'NamesProgrammed', message));
    return problems;
  }
}

function isRecordThere({ host, type, zoneId }: WantedName, { azure, settings }: ReportInput): boolean {
  const zone = settings.dns.zones.find(({ id }) => id === zoneId);
  if (!zone) return false;
  const relative = host === zone.name.toLowerCase() ? '@' : host.slice(0, -zone.name.length - 1);
  const metadata = find(azure, `${zone.id}/${type}/${relative}`)?.properties?.['metadata'];
  return isObject(metadata) && isMarked(metadata, settings.clusterId);
}
