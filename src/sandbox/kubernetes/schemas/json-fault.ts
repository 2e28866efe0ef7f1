// What is wrong with a text that isn't JSON, in the words of Go's scanner? Walks it once, as far as it is JSON.
// https://pkg.go.dev/encoding/json#SyntaxError

/** What may come next, in Go's words for what doesn't. */
const LOOKING = {
  value: 'looking for beginning of value',
  valueOrEnd: 'looking for beginning of value',
  key: 'looking for beginning of object key string',
  keyOrEnd: 'looking for beginning of object key string',
  colon: 'after object key',
  afterMember: 'after object key:value pair',
  afterElement: 'after array element',
  end: 'after top-level value',
} as const;

type Expected = keyof typeof LOOKING;

/** Tokens that are whole; what a broken one lacks is told by `inToken`. */
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*(?!\d))(?:\.\d+(?!\d))?(?:[eE][+-]?\d+)?(?![.eE])/y;
const LITERAL = /(?:true|false|null)/y;

/** `json` isn't JSON. Its end counts as a space, as Go has it: a word that breaks off there is a wrong word. */
export function jsonFault(json: string): string {
  const text = `${json} `;
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = after(/[ \t\r\n]*/y, text, at) ?? at;
    const character = text[at];
    if (character === undefined) return 'unexpected end of JSON input';
    const next = step(expected, character, open);
    if (next !== undefined) {
      expected = next;
      at += 1;
      continue;
    }
    const isKey: boolean = expected === 'key' || expected === 'keyOrEnd';
    const takesToken = isKey || expected === 'value' || expected === 'valueOrEnd';
    const end = takesToken ? tokenEnd(text, at, isKey) : undefined;
    if (end === undefined)
      return takesToken ? inToken(text, at, LOOKING[expected]) : invalid(character, LOOKING[expected]);
    at = end;
    expected = isKey ? 'colon' : afterValue(open);
  }
}

/** Where a bracket, a comma or a colon leads; undefined where it may not stand. Keeps `open`. */
function step(expected: Expected, character: string, open: string[]): Expected | undefined {
  const isValue = expected === 'value' || expected === 'valueOrEnd';
  if (isValue && (character === '{' || character === '[')) {
    open.push(character);
    return character === '{' ? 'keyOrEnd' : 'valueOrEnd';
  }
  const closes =
    (character === '}' && (expected === 'keyOrEnd' || expected === 'afterMember')) ||
    (character === ']' && (expected === 'valueOrEnd' || expected === 'afterElement'));
  if (closes) {
    open.pop();
    return afterValue(open);
  }
  if (character === ':' && expected === 'colon') return 'value';
  if (character !== ',') return undefined;
  return expected === 'afterMember' ? 'key' : expected === 'afterElement' ? 'value' : undefined;
}

function afterValue(open: readonly string[]): Expected {
  const innermost = open.at(-1);
  return innermost === undefined ? 'end' : innermost === '{' ? 'afterMember' : 'afterElement';
}

function tokenEnd(text: string, at: number, isKey: boolean): number | undefined {
  const string = after(STRING, text, at);
  return isKey ? string : (string ?? after(NUMBER, text, at) ?? after(LITERAL, text, at));
}

function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A text, number or word that breaks off or goes wrong within. */
function inToken(text: string, at: number, looking: string): string {
  const rest = text.slice(at);
  if (rest.startsWith('"')) return inString(rest);
  for (const word of ['true', 'false', 'null']) {
    if (rest[0] !== word[0]) continue;
    const wrong = [...word].findIndex((letter, index) => rest[index] !== letter);
    return rest[wrong] === undefined ? END : invalid(rest[wrong], `in literal ${word} (expecting '${word[wrong]}')`);
  }
  return /^[-\d]/.test(rest) ? inNumber(rest) : invalid(rest[0] ?? '', looking);
}

const END = 'unexpected end of JSON input';

function inString(rest: string): string {
  const good = /^"(?:[ !#-[\]-\u{10ffff}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*/u.exec(rest)?.[0] ?? '"';
  const broken = rest.slice(good.length);
  if (broken === '' || broken === '\\') return END;
  if (!broken.startsWith('\\')) return invalid(broken[0] ?? '', 'in string literal');
  if (broken[1] !== 'u') return invalid(broken[1] ?? '', 'in string escape code');
  const wrong = /[^0-9a-fA-F]/.exec(broken.slice(2, 6))?.[0];
  return wrong === undefined ? END : invalid(wrong, 'in \\u hexadecimal character escape');
}

function inNumber(rest: string): string {
  const good = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?)?/.exec(rest)?.[0] ?? '';
  const wrong = rest[good.length];
  if (wrong === undefined) return END;
  if (good.endsWith('.')) return invalid(wrong, 'after decimal point in numeric literal');
  return invalid(wrong, good === '-' ? 'in numeric literal' : 'in exponent of numeric literal');
}

function invalid(character: string, where: string): string {
  const quoted =
    character === "'" ? String.raw`'\''` : `'${JSON.stringify(character).slice(1, -1).replace('\\"', '"')}'`;
  return `invalid character ${quoted} ${where}`;
}
