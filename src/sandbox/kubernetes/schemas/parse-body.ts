// What stands in a request's body? JSON, YAML or Kubernetes' protobuf, with the fields that stand there twice.
import { badRequest, unsupportedMediaType } from '../api-error.js';
import { isObject, type Json, type JsonObject } from '../../json.js';
import { parseProtobuf } from '../protobuf/parse-protobuf.js';
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
const NO_KIND = "couldn't get version/kind; json parse error: ";
const TYPE_META = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

const SUMMARY_LENGTH = 30;
const OPENING_BRACE = 0x7b;

/** `expected`: the kind that the path is of, for messages. Throws ApiError 415 or 400. */
export function parseBody(bytes: Uint8Array, contentType: string, expected = 'object'): ParsedBody {
  try {
    return parse(bytes, contentType.split(';')[0]?.trim().toLowerCase() ?? '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const why = `${error.message} (${summary(Buffer.from(bytes))})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${expected}): ${why}`);
  }
}

function parse(bytes: Uint8Array, mediaType: string): ParsedBody {
  switch (mediaType) {
    case '':
    case 'application/json':
      return asObject(parseJson(Buffer.from(bytes).toString('utf8')));
    case 'application/yaml':
      return asObject(parseYaml(Buffer.from(bytes).toString('utf8')));
    case 'application/vnd.kubernetes.protobuf':
      return { value: parseProtobuf(bytes), duplicates: [] };
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED}`,
      );
  }
}

function asObject({ value, duplicates }: ParsedText): ParsedBody {
  if (isObject(value)) return { value, duplicates };
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  throw new SyntaxError(`${NO_KIND}json: cannot unmarshal ${found} into Go value of type ${TYPE_META}`);
}

/** The first bytes of a body that can't be read: as text where it looks like JSON. */
function summary(bytes: Buffer): string {
  if (bytes.length === 0) return '<empty>';
  const first = bytes.subarray(0, SUMMARY_LENGTH);
  const more = bytes.length > SUMMARY_LENGTH ? ' ...' : '';
  return `${first.toString(bytes[0] === OPENING_BRACE ? 'utf8' : 'hex')}${more}`;
}
