// What does a JSON text say, and which fields stand in it twice? JSON.parse keeps the last of them and tells nobody, so
// the text is walked once more for its keys.
import type { Json } from '../../json.js';
import { jsonFault } from './json-fault.js';

interface Frame {
  readonly path: string;
  /** Of an object. */
  readonly keys?: Set<string>;
  /** Of an array. */
  index: number;
}

/** Throws SyntaxError. */
export function parseJson(text: string): { value: Json; duplicates: string[] } {
  return { value: parsed(text), duplicates: duplicateFields(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new SyntaxError(`couldn't get version/kind; json parse error: ${jsonFault(text)}`, { cause: error });
  }
}

/** Of a text that is JSON: so every string before a colon is a key. */
function duplicateFields(text: string): string[] {
  const duplicates: string[] = [];
  const open: Frame[] = [];
  let key = '';
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{},]/gs;
  for (const [found, colon] of text.matchAll(token)) {
    const frame = open.at(-1);
    if (colon !== undefined) {
      key = JSON.parse(found.slice(0, -colon.length)) as string;
      if (frame?.keys?.has(key)) duplicates.push(`duplicate field "${join(frame.path, key)}"`);
      frame?.keys?.add(key);
    } else if (found === '{' || found === '[') open.push(inside(frame, key, found));
    else if (found === '}' || found === ']') open.pop();
    else if (found === ',' && frame) frame.index += 1;
  }
  return duplicates;
}

function inside(frame: Frame | undefined, key: string, bracket: string): Frame {
  const path = !frame ? '' : frame.keys ? join(frame.path, key) : `${frame.path}[${frame.index}]`;
  return { path, index: 0, ...(bracket === '{' && { keys: new Set<string>() }) };
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
