// Sets of small numbers, as bits: rows, columns and sources of a grid. The same universe always makes sets of the same length.

export type Bits = Uint32Array;

export function noBits(size: number): Bits {
  return new Uint32Array((size + 31) >> 5);
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
  addBits(result, b);
  return result;
}

export function addBits(bits: Bits, more: Bits): void {
  for (let index = 0; index < bits.length; index++) bits[index]! |= more[index]!;
}

export function isWithin(a: Bits, b: Bits): boolean {
  for (let index = 0; index < a.length; index++) if ((a[index]! & ~b[index]!) !== 0) return false;
  return true;
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((word) => word === 0);
}

/** The same text for the same set; short where it has few members. */
export function textOfBits(bits: Bits): string {
  return bits.length === 1 ? String(bits[0]) : membersOf(bits).join();
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
