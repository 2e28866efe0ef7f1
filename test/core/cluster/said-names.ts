// Which names do these objects ask for? In lines, as a test is read.
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { NameSource, Settings } from '../../../src/core/settings.js';
import { cluster, nameSource, naming, settings, zone } from '../../builders.js';

export interface SaidNames {
  /** `www.example.com A 192.0.2.1`, of those that fall in a zone. */
  readonly names: readonly string[];
  /** `Error NoZone spec.rules[].host "www.example.org"`. */
  readonly problems: readonly string[];
  readonly messages: readonly string[];
  readonly standings: readonly string[];
}

/** All over example.com, at the beginning of time. */
export function saidNames(
  objects: readonly { object(): ClusterObject }[],
  source: Partial<NameSource> & Pick<NameSource, 'kind'>,
  dns: Partial<Settings['dns']> = {},
): SaidNames {
  const sources = [nameSource(source.kind, source)];
  const inForce = settings({ dns: naming({ zones: [zone('example.com')], sources, ...dns }) });
  const { names, problems } = readExposures(cluster(...objects), inForce, {
    ...{ now: 0, memory: NO_MEMORY, assumeFinalizers: true },
  });
  return {
    names: names
      .flatMap((one) => one.names)
      .filter(({ zoneId }) => zoneId !== undefined)
      .map(({ host, type, targets, leadsTo, ttl, alias, metadata, zoneId }) =>
        [
          ...[host, type, leadsTo === undefined ? targets.join(', ') : 'its own frontends'],
          ...(ttl === 300 ? [] : [`for ${ttl} s`]),
          ...(alias ? ['alias'] : []),
          ...(metadata ? [JSON.stringify(metadata)] : []),
          ...(zoneId!.includes('private') ? ['(private)'] : []),
        ].join(' '),
      )
      .sort(),
    problems: problems.map((one) => `${one.severity} ${one.reason} ${one.key} ${JSON.stringify(one.value)}`),
    messages: problems.map(({ message }) => message),
    standings: names.map(({ standing }) => standing),
  };
}
