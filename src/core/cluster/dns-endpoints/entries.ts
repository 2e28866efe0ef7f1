// What does one entry of a DNSEndpoint ask for?
//
//   wrong                                  what becomes of the entry
//   its name, its type                     it is left out, and what it may have had before stays
//   some of its targets                    it has the others; with none left as above
//   its recordTTL, a property that we read it goes without that
//   several targets of a CNAME             it has the first
import type { UnreadName } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { parseHostname } from '../../values/hostname.js';
import { together } from '../../values/list.js';
import type { Origin, Parsed, Problem, ProblemReason } from '../../values/problem.js';
import { problem, quoted, warning } from '../../values/problem.js';
import { parseRecordData } from '../../values/record-data.js';
import type { RecordType } from '../../values/record-type.js';
import { RECORD_TYPES } from '../../values/record-type.js';
import { LONGEST_TTL } from '../../values/ttl.js';
import type { Annotation } from '../annotations/index.js';
import { ANNOTATIONS } from '../annotations/index.js';
import type { DNSEndpointEntry } from '../cluster-state.js';
import type { Asker, NameGroup, Said } from '../names/index.js';
import { inRanges, raised, sayLeftOut, withoutEffect } from '../names/index.js';

export interface ReadEntry {
  /** Undefined: nothing of it can be had. */
  readonly group: NameGroup | undefined;
  /** Given then: what it may have been before. */
  readonly unread?: UnreadName;
  readonly problems: readonly Problem[];
}

type At = (field: string, reason?: ProblemReason) => Origin;

/** `path`: `spec.endpoints[3]`. */
export function readEntry(entry: DNSEndpointEntry, path: string, asker: Asker, settings: Settings): ReadEntry {
  const { object } = asker;
  const at: At = (field, reason = 'InvalidField') => ({ object, key: `${path}.${field}`, reason });
  const named = at('dnsName', 'InvalidHostname');
  const host = parseHostname(entry.dnsName, named);
  const type = parseType(entry.recordType, at('recordType', 'Unsupported'));
  const targets = type.value && readData(type.value, entry, at, asker);
  const ttl = readTtl(entry, at('recordTTL'), asker, settings);
  const said = readProperties(entry, at);
  const problems = [host, type, targets ?? { problems: [] }, ttl, said].flatMap((one) => one.problems);
  const weights =
    entry.setIdentifier === undefined ? [] : [noWeights(entry.setIdentifier, at('setIdentifier', 'Unsupported'))];
  const isRight = host.value !== undefined && type.value !== undefined && targets?.value !== undefined;
  return {
    group: isRight
      ? {
          hosts: [{ host: host.value, key: named.key }],
          records: [{ type: type.value, targets: targets.value }],
          ...(ttl.value !== undefined && { ttl: ttl.value }),
          said: said.value ?? {},
        }
      : undefined,
    ...(!isRight && { unread: { ...(host.value && { host: host.value }), ...(type.value && { type: type.value }) } }),
    problems: [...problems, ...weights],
  };
}

function parseType(text: string, origin: Origin): Parsed<RecordType> {
  const value = RECORD_TYPES.find((type) => type === text);
  if (value !== undefined) return { value, problems: [] };
  const message = `${origin.key}: records of type ${quoted(text)} can't be had. Allowed are ${RECORD_TYPES.join(', ')}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

/** Undefined where none is left. */
function readData(
  type: RecordType,
  { targets }: DNSEndpointEntry,
  at: At,
  { source }: Asker,
): Parsed<readonly string[]> {
  const { value: all, problems } = together(
    targets.map((text, index) => parseRecordData(type, text, at(`targets[${index}]`))),
  );
  if (targets.length === 0) {
    const origin = at('targets');
    return {
      value: undefined,
      problems: [problem(origin, '', `${origin.key}: there is none. Allowed are one or more.`)],
    };
  }
  const inside = type === 'A' || type === 'AAAA' ? inRanges(all!, source) : all!;
  const unique = [...new Set(inside)];
  if (inside.length === 0 && all!.length > 0) {
    const { key, object } = at('targets');
    const text = all!.join(', ');
    const message = `${sayLeftOut({ key, addresses: all! }, source)}.`;
    return {
      value: undefined,
      problems: [...problems, problem({ object, key, reason: 'InvalidField' }, text, message)],
    };
  }
  if (type === 'CNAME' && unique.length > 1) {
    const text = unique.join(', ');
    const message = `${at('targets').key}: a CNAME has one target, and here are several (${text}); ${unique[0]} is used.`;
    return { value: unique.slice(0, 1), problems: [...problems, warning(at('targets'), text, message)] };
  }
  return { value: unique.length > 0 ? unique.sort() : undefined, problems };
}

// A record with the usual TTL is better than none.
function readTtl(
  { recordTTL: ttl }: DNSEndpointEntry,
  origin: Origin,
  { source, said }: Asker,
  { dns }: Settings,
): Parsed<number> {
  if (ttl === undefined) return { value: undefined, problems: [] };
  if (Number.isInteger(ttl) && ttl >= 1 && ttl <= LONGEST_TTL) return { value: raised(ttl, source, dns), problems: [] };
  const message = `${origin.key}: ${ttl} is no time to live; ${said.ttl} counts. Allowed are 1 to ${LONGEST_TTL} seconds.`;
  return { value: undefined, problems: [warning(origin, String(ttl), message)] };
}

/** Those that are annotations of other objects; what is for other providers is not for us to judge. */
function readProperties(
  { providerSpecific }: DNSEndpointEntry,
  at: At,
): Parsed<Partial<Pick<Said, 'alias' | 'metadata'>>> {
  const { alias, azureTags } = ANNOTATIONS;
  const read = <T>(annotation: Annotation<T>): Parsed<T> => {
    const short = annotation.keys[0]!.replace(/^.*\//, '');
    const index = providerSpecific.findIndex(({ name }) => name === short || annotation.keys.includes(name));
    if (index < 0) return { value: undefined, problems: [] };
    const origin = at(`providerSpecific[${index}].value`);
    const { value, problems } = annotation.parse(providerSpecific[index]!.value, origin);
    return { value, problems: problems.map((one) => withoutEffect(one)) };
  };
  const isAlias = read<boolean>(alias);
  const tags = read<readonly (readonly [string, string])[]>(azureTags);
  return {
    value: {
      ...(isAlias.value !== undefined && { alias: isAlias.value }),
      ...(tags.value?.length && { metadata: Object.fromEntries(tags.value) }),
    },
    problems: [...isAlias.problems, ...tags.problems],
  };
}

function noWeights(text: string, origin: Origin): Problem {
  const [problem] = ANNOTATIONS.setIdentifier.parse(text, origin).problems;
  return problem!;
}
