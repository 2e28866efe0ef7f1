// What do shared rules let in where a Service stands? Worked out from who may reach what and not from how rules have it cut,
// so that the answer stays the same when rules are laid out anew.
import type { Standpoint } from '../standpoints.js';
import type { Box, Profiles, Segment } from './compile/index.js';
import { componentsOf, planeOf, profilesOf } from './compile/index.js';
import { addressKey } from '../../values/ip-address.js';
import { mergePorts } from '../../values/port-range.js';

export function standingBoxes(shared: readonly Box[]): (standpoints: readonly Standpoint[]) => readonly Box[] {
  const profiles: Profiles = profilesOf(shared);
  const samples = new Map(shared.map((box) => [planeOf(box), box]));
  const planes = [...profiles].map(([plane, own]) => ({ own, sample: samples.get(plane)! }));
  return (standpoints) =>
    planes.flatMap(({ own, sample }) =>
      standpoints
        .filter(({ protocol }) => protocol === undefined || protocol === sample.protocol)
        .flatMap(({ address, ports }) => {
          const destination = addressKey(address);
          const segments = own.get(destination)?.segments ?? [];
          return boxesAt(ports ? within(segments, ports) : segments, sample, destination);
        }),
    );
}

function within(segments: readonly Segment[], ports: NonNullable<Standpoint['ports']>): readonly Segment[] {
  return segments.flatMap(({ from, to, sources }) =>
    ports
      .map((range) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to), sources }))
      .filter((part) => part.from <= part.to),
  );
}

function boxesAt(segments: readonly Segment[], { access, family, protocol }: Box, destination: string): readonly Box[] {
  const parts = segments.flatMap(({ from, to, sources }) =>
    componentsOf(sources).map((component) => ({ key: component.join(), component, from, to })),
  );
  return [...Map.groupBy(parts, ({ key }) => key).values()].map((group) => ({
    access,
    family,
    protocol,
    sources: group[0]!.component,
    ports: mergePorts(group.map(({ from, to }) => ({ from, to }))),
    destinations: [destination],
  }));
}
