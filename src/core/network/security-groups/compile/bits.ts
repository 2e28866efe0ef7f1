// Sets of small numbers, as bits: rows, columns and sources of a grid. The same universe always makes sets of the same length.

export type Bits = number[];

export function noBits(size: number): Bits {
  return new Array<number>((size + 31) >> 5).fill(0);
}

export function allBits(size: number): Bits {
  const bits = noBits(size);
  for (let index = 0; index < size; index++) addBit(bits, index);
  return bits;
}

export function bitsOf(size: number, members: Iterable<number>): Bits {
  const bits = noBits(size);
  for (const member of members) addBit(bits, member);
  return bits;
}

export function addBit(bits: Bits, index: number): void {
  bits[index >> 5]! |= 1 << (index & 31);
}

export function removeBit(bits: Bits, index: number): void {
  bits[index >> 5]! &= ~(1 << (index & 31));
}

export function hasBit(bits: Bits, index: number): boolean {
  return (bits[index >> 5]! & (1 << (index & 31))) !== 0;
}

export function both(a: Bits, b: Bits): Bits {
  const result = a.slice();
  for (let index = 0; index < a.length; index++) result[index]! &= b[index]!;
  return result;
}

export function either(a: Bits, b: Bits): Bits {
  const result = a.slice();
  for (let index = 0; index < a.length; index++) result[index]! |= b[index]!;
  return result;
}

export function addBits(bits: Bits, more: Bits): void {
  for (let index = 0; index < bits.length; index++) bits[index]! |= more[index]!;
}

/** Leaves in the first what is in both. */
export function keepBits(bits: Bits, others: Bits): void {
  for (let index = 0; index < bits.length; index++) bits[index]! &= others[index]!;
}

export function isWithin(a: Bits, b: Bits): boolean {
  for (let index = 0; index < a.length; index++) if ((a[index]! & ~b[index]!) !== 0) return false;
  return true;
}

export function isEmpty(bits: Bits): boolean {
  for (let index = 0; index < bits.length; index++) if (bits[index] !== 0) return false;
  return true;
}

/** The same text for the same set; short where it has few members. */
export function textOfBits(bits: Bits): string {
  if (bits.length === 1) return String(bits[0]);
  let text = '';
  for (let index = 0; index < bits.length; index++) if (bits[index] !== 0) text += `${index}:${bits[index]!},`;
  return text;
}

export function membersOf(bits: Bits): number[] {
  const members: number[] = [];
  for (let index = 0; index < bits.length; index++) {
    for (let word = bits[index]!; word !== 0; word &= word - 1)
      members.push((index << 5) + 31 - Math.clz32(word & -word));
  }
  return members;
}

export function countOf(bits: Bits): number {
  let count = 0;
  for (const word of bits) for (let left = word; left !== 0; left &= left - 1) count++;
  return count;
}
