// What differs from run to run without meaning anything? Ages, uids, versions, times, addresses and ports that the
// server chooses, hashes in names: each becomes a word in angle brackets. Whatever the transcript's own commands name
// stays as it is.

const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
/** Letters and digits of names that Kubernetes makes: no vowels, no 0, 1 and 3. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/https:\/\/127\.0\.0\.1:\d+/g, 'https://<server>'],
  [/\/tmp\/[\w./-]+/g, '<file>'],
  [/(?<="serverAddress":")[^"]+/g, '<server>'],
  [UID, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000(?: UTC)?/g, '<time>'],
  [/\b[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ /g, '<log> '],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/(?<=resourceVersion\\*"?: ?\\*")\d+/gi, '<version>'],
  [/(?<=ResourceVersion in record \(|Too large resource version: \d+, current: )\d+/g, '<version>'],
  [/(?<=Resource Version: +)\d+/g, '<version>'],
  [/\b10\.0\.\d+\.\d+\b/g, '<cluster-ip>'],
  [/\bfd00:10::[0-9a-f:]*/g, '<cluster-ip>'],
  [/\b10\.244\.\d+\.\d+\b/g, '<pod-ip>'],
  [/\b10\.224\.\d+\.\d+\b/g, '<node-ip>'],
  [/\bvmss-\d{6}\b/g, '<node>'],
  [/(?<!-)\b3[0-2]\d{3}\b(?!-)/g, '<node-port>'],
  [new RegExp(`-[${SAFE}]{8,10}-[${SAFE}]{5}\\b`, 'g'), '-<hash>-<id>'],
  [new RegExp(`-[${SAFE}]{8,10}(?![\\w.-])`, 'g'), '-<hash>'],
  [new RegExp(`(?<=pod-template-hash"?[=:] ?"?)[${SAFE}]+`, 'g'), '<hash>'],
  [new RegExp(`-[${SAFE}]{5}(?![\\w.-])`, 'g'), '-<id>'],
];

/** `commands`: all of the transcript's, as one text. */
export function normalise(printed: string, commands: string): string {
  const inWords = (text: string): string =>
    REPLACEMENTS.reduce(
      (done, [pattern, word]) => done.replace(pattern, (found) => (isNamed(found, commands) ? found : word)),
      text,
    );
  const lines = withSortedComplaints(printed.split('\n'));
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    const table = tableAt(lines, at);
    if (table) out.push(...show(table, inWords));
    else out.push(inWords(lines[at]!));
    at += table?.rows.length ?? 1;
  }
  return out
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** Not merely as a part of a longer number. */
function isNamed(found: string, commands: string): boolean {
  const at = commands.indexOf(found);
  return at >= 0 && !/\d/.test(commands.charAt(at - 1)) && !/\d/.test(commands.charAt(at + found.length));
}

const COMPLAINT = /^(?:! )?\* /;

/** Several complaints about one object come in the order of Go's maps: in none. */
function withSortedComplaints(lines: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    const end = lines.findIndex((line, index) => index > at && !COMPLAINT.test(line));
    const run = COMPLAINT.test(lines[at]!) ? lines.slice(at, end < 0 ? lines.length : end) : [lines[at]!];
    out.push(...run.toSorted());
    at += run.length;
  }
  return out;
}

interface Table {
  readonly indent: number;
  /** Cells; the first row is the header. */
  readonly rows: readonly (readonly string[])[];
}

/** As kubectl prints it: columns stand below the words of a header, two blanks or more between them. */
const HEADER = /^(?:[A-Z][A-Z0-9()-]*(?: [A-Z][A-Z0-9()-]*)*(?: {2,}|$)){2,}$|^ +Type +Reason +Age +From +Message$/;

function tableAt(lines: readonly string[], at: number): Table | undefined {
  const header = lines[at]!.trimEnd();
  if (!HEADER.test(header)) return undefined;
  const starts = [...header.matchAll(/(?<=^|^ +| {2})\S/g)].map(({ index }) => index);
  let end = at + 1;
  while (end < lines.length && lines[end] !== '' && !HEADER.test(lines[end]!) && fits(lines[end]!, starts)) end += 1;
  const rows = lines.slice(at, end).map((line) => {
    return starts.map((start, column) => line.slice(start, starts[column + 1]).trimEnd());
  });
  return { indent: starts[0]!, rows };
}

/** Every column but the first has a blank before it. */
function fits(line: string, starts: readonly number[]): boolean {
  return starts.every((start) => start === 0 || line.length < start || line[start - 1] === ' ');
}

const AGES = new Set(['AGE', 'LAST SEEN', 'FIRST SEEN', 'DURATION', 'Age']);
const AGE = /(?<![\w-])(?:(?:\d+[smhdy]){1,2}|<invalid>)(?![\w-])/g;

function inColumn(header: string, cell: string): string {
  if (header === 'VERSION' && cell !== header) return '<version>';
  return AGES.has(header) ? cell.replace(AGE, '<age>') : cell;
}

function show({ indent, rows }: Table, inWords: (text: string) => string): string[] {
  const header = rows[0]!;
  const cells = rows.map((row) => row.map((cell, column) => inWords(inColumn(header[column]!, cell))));
  // The word for an age is wider than the rule below the header of describe's events.
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column]!)).join('   ');
  return cells.map((row) => ' '.repeat(indent) + line(row));
}
