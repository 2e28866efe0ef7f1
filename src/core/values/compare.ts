// In which order do texts come? By their code units, whatever the machine's language: the same everywhere.

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
