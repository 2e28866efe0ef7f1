// Which DNS label has a public IP, `<label>.<region>.cloudapp.azure.com`? It belongs to the Service that set it, as a tag
// says; of several that share the address the oldest has the first word.
//
//   the public IP   its label now                     asked for        outcome
//   ours            none, or its owner's              a label          it is set, and its owner noted
//   ours            of another who still asks         another label    Problem naming the owner
//   ours            the asker's, or nobody's          the empty text   it goes
//   somebody else's none                              a label          it is set
//   somebody else's the asker's, as a tag of Azure's  another, or      it is set, or goes
//                   cloud controller says             the empty text
//   somebody else's another                           a label          Problem: it isn't ours to change
//   any             any                               nothing          left alone
import type { PublicFrontend } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import { isObject, textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { Overlay } from '../overlay.js';
import { DNS_LABEL_MARK, labelOwner } from '../ownership.js';
import type { Place } from '../placement/index.js';

export interface DnsLabel {
  /** To be laid over the body; empty where nothing is to change. */
  readonly part: Overlay;
  /** Undefined takes the tag away. */
  readonly tags: Readonly<Record<string, string | undefined>>;
  readonly problems: readonly Problem[];
}

const KEY = 'service.beta.kubernetes.io/azure-dns-label-name';

export function dnsLabel(observed: ArmResource | undefined, sharers: readonly Place[], isManaged: boolean): DnsLabel {
  const asking = sharers
    .flatMap(({ service, frontend }) => {
      const label = (frontend as PublicFrontend).dnsLabel;
      return label === undefined ? [] : [{ source: service.source, since: service.since, label }];
    })
    .sort(byAge);
  if (asking.length === 0) return { part: {}, tags: {}, problems: [] };
  const now = labelOf(observed);
  const owner = observed && labelOwner(observed);
  const chosen = asking.find(({ source, label }) => source === owner && label !== '') ?? asking[0]!;
  const problems = asking
    .filter(({ label }) => label !== chosen.label)
    .map(({ source, label }) =>
      taken(source, label, `${chosen.source} has ${chosen.label || 'none'} on the same address`),
    );
  const isNoted = owner !== undefined && owner === chosen.source;
  if (!isManaged && !isNoted && now !== '' && now !== chosen.label) {
    const why = `public IP ${observed!.name} isn't ours and has the label ${now} already`;
    return { part: {}, tags: {}, problems: asking.map(({ source, label }) => taken(source, label, why)) };
  }
  if (chosen.label === '') {
    const isTheirs = now === '' || (owner !== undefined && owner !== chosen.source);
    if (isTheirs) return { part: {}, tags: {}, problems };
    return {
      part: { properties: { dnsSettings: without(observed) } },
      tags: isManaged ? { [DNS_LABEL_MARK]: undefined } : {},
      problems,
    };
  }
  const part =
    now === chosen.label ? {} : { properties: { dnsSettings: { domainNameLabel: chosen.label, fqdn: undefined } } };
  return { part, tags: isManaged ? { [DNS_LABEL_MARK]: chosen.source } : {}, problems };
}

function labelOf(observed: ArmResource | undefined): string {
  const settings = observed?.properties?.['dnsSettings'];
  return isObject(settings) ? textOf(settings['domainNameLabel']) : '';
}

/** The settings less the label; undefined where nothing else is left. */
function without(observed: ArmResource | undefined): Overlay | undefined {
  const settings = observed?.properties?.['dnsSettings'];
  const rest = Object.keys(isObject(settings) ? settings : {}).filter(
    (key) => key !== 'domainNameLabel' && key !== 'fqdn',
  );
  return rest.length === 0 ? undefined : { domainNameLabel: undefined, fqdn: undefined };
}

function taken(object: SourceRef, label: string, why: string): Problem {
  const message = `${KEY}: "${label}" can't be had: ${why}. Allowed is the same label, or an address of its own.`;
  return problem({ object, key: KEY, reason: 'NameTaken' }, label, message);
}
