// Which names does a Node ask for? Those of the template of the settings, or its own; they lead to its external
// addresses, else to its internal ones. Off unless the settings list Nodes as a source.
import type { SourceRef } from '../../values/source-ref.js';
import type { NameSource } from '../../settings.js';
import type { Node } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import type { NamesContext, NamesReading, ReadHosts } from '../names/index.js';
import { namesReading, parseHosts, readSaid, readTargets, sourceOf, withTemplate } from '../names/index.js';
import { isNamed, namedAddresses } from '../node-addresses.js';
import { refOf } from '../reading.js';

/** Undefined: it asks for no name. */
export const readNodeNames = memoise((node: Node, context: NamesContext): NamesReading | undefined => {
  const { meta } = node;
  const source = sourceOf('Node', meta, context);
  if (!source || node.isUnschedulable) return undefined;
  const object = refOf(node);
  const said = readSaid(meta, object, source, context.settings);
  const { hosts, problems } = withTemplate(ownHosts(node, source, object), source, 'Node', meta, object);
  const texts = isNamed(node) ? namedAddresses([node], undefined, source.internalIPv6) : [];
  const targets = readTargets([{ meta, object }], { texts, key: 'status.addresses' }, source, object);
  return namesReading({ object, meta, source, said }, [{ ...targets, hosts }], targets.problems, problems, context);
});

// Its name counts where no template says otherwise: most are none that any zone has.
function ownHosts({ meta }: Node, source: NameSource, object: SourceRef): ReadHosts {
  if (source.hostnameTemplate !== undefined && !source.combineTemplate) return { hosts: [], problems: [] };
  return parseHosts([{ text: meta.name, key: 'metadata.name' }], object);
}
