// Into which pieces do lists of ranges cut the addresses? Between two neighbouring edges of ranges all addresses are alike;
// those that lie in the same lists are one piece, and every list is a set of pieces.
import { parseCidr } from 'cidr-tools';
import { mergeCidrs } from '../../../values/cidr-set.js';
import type { Bits } from './bits.js';
import { addBit, isWithin, noBits, textOfBits } from './bits.js';
import { textOfList } from './sources.js';

export interface SourcePieces {
  readonly size: number;
  /** The pieces of one of the lists. */
  readonly of: (cidrs: readonly string[]) => Bits;
  /** The fewest ranges of a set that is a list, or what several lists have in common, or such sets together. */
  readonly cidrsOf: (pieces: Bits) => readonly string[];
}

/** A tag can't be cut. */
export function singlePiece(sources: readonly string[]): SourcePieces {
  const all = [1];
  return { size: 1, of: () => all, cidrsOf: () => sources };
}

export function cutRanges(lists: readonly (readonly string[])[]): SourcePieces {
  if (lists.length === 1) return singlePiece(lists[0]!);
  const edges = lists.flatMap((cidrs, list) =>
    cidrs.flatMap((cidr) => {
      const { start, end } = parseCidr(cidr);
      return [
        { at: start, list, isStart: true },
        { at: end + 1n, list, isStart: false },
      ];
    }),
  );
  edges.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const pieceOf = new Map<string, number>();
  const parts: { readonly from: bigint; readonly piece: number }[] = [];
  const listsOfPiece: number[][] = [];
  const active = new Set<number>();
  for (const [index, { at, list, isStart }] of edges.entries()) {
    if (isStart) active.add(list);
    else active.delete(list);
    if (edges[index + 1]?.at === at || active.size === 0) continue;
    const members = [...active].sort((a, b) => a - b);
    const text = members.join();
    if (!pieceOf.has(text)) {
      pieceOf.set(text, listsOfPiece.length);
      listsOfPiece.push(members);
    }
    parts.push({ from: at, piece: pieceOf.get(text)! });
  }
  return pieces(lists, listsOfPiece, parts);
}

function pieces(
  lists: readonly (readonly string[])[],
  listsOfPiece: readonly (readonly number[])[],
  parts: readonly { readonly from: bigint; readonly piece: number }[],
): SourcePieces {
  const size = listsOfPiece.length;
  const ofList = lists.map(() => noBits(size));
  for (const [piece, members] of listsOfPiece.entries()) for (const list of members) addBit(ofList[list]!, piece);
  const byText = new Map(lists.map((cidrs, list) => [textOfList(cidrs), ofList[list]!]));
  const ofCidr = new Map<string, Bits>();
  const piecesIn = (cidr: string): Bits => {
    let known = ofCidr.get(cidr);
    if (!known) ofCidr.set(cidr, (known = piecesBetween(parts, parseCidr(cidr), size)));
    return known;
  };
  const cidrs = [...new Set(lists.flat())];
  // Nearly always a list is asked for that was given.
  const texts = new Map(lists.map((list, index) => [textOfBits(ofList[index]!), list]));
  return {
    size,
    of: (list) => byText.get(textOfList(list))!,
    cidrsOf: (set) => {
      const text = textOfBits(set);
      let known = texts.get(text);
      if (!known) texts.set(text, (known = mergeCidrs(cidrs.filter((cidr) => isWithin(piecesIn(cidr), set)))));
      return known;
    },
  };
}

// `from` of the first part in a range is always an edge of it.
function piecesBetween(
  parts: readonly { readonly from: bigint; readonly piece: number }[],
  { start, end }: { readonly start: bigint; readonly end: bigint },
  size: number,
): Bits {
  const bits = noBits(size);
  let low = 0;
  for (let high = parts.length; low < high;) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.from < start) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < parts.length && parts[index]!.from <= end; index++) addBit(bits, parts[index]!.piece);
  return bits;
}
