// What stands in a request's body? JSON, YAML or Kubernetes' protobuf, with the fields that stand there twice.
import { badRequest, unsupportedMediaType } from '../api-error.js';
import { isObject, type Json, type JsonObject } from '../../json.js';
import { parseJson } from './parse-json.js';
import { parseYaml } from './parse-yaml.js';

export interface ParsedBody {
  readonly value: JsonObject;
  /** `duplicate field "metadata.name"`, in the order of the text; the last one counts. */
  readonly duplicates: readonly string[];
}

export interface ParsedText {
  readonly value: Json;
  readonly duplicates: readonly string[];
}

const ACCEPTED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const TYPE_META = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** `expected`: the kind that the path is of, for messages. Throws ApiError 415 or 400. */
export function parseBody(bytes: Uint8Array, contentType: string, expected = 'object'): ParsedBody {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  switch (mediaType) {
    case '':
    case undefined:
    case 'application/json':
      return parseText(parseJson, bytes, expected);
    case 'application/yaml':
      return parseText(parseYaml, bytes, expected);
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED}`,
      );
  }
}

function parseText(parse: (text: string) => ParsedText, bytes: Uint8Array, expected: string): ParsedBody {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const { value, duplicates } = parse(text);
    if (!isObject(value))
      throw new SyntaxError(`json: cannot unmarshal ${nameOf(value)} into Go value of type ${TYPE_META}`);
    return { value, duplicates };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const shown = /^\{/.test(text)
      ? text.slice(0, 100)
      : text === ''
        ? '<empty>'
        : Buffer.from(bytes).toString('hex').slice(0, 100);
    const why = `couldn't get version/kind; json parse error: ${error.message} (${shown})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${expected}): ${why}`);
  }
}

function nameOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
