// How does external-dns write down in a zone whose a record set is? One TXT record beside each, whose name says the type,
// and whose text the owner and the object. Read in all its forms, written in its newest.
// https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/
//
//   of www.example.com A                         the TXT record's name
//   by itself                                    a-www.example.com
//   prefix p-, or suffix -s                      p-a-www.example.com, a-www-s.example.com
//   prefix %{record_type}.x.                     a.x.www.example.com
//   before v0.12 (any type but AAAA)             www.example.com, p-www.example.com, www-s.example.com
//   of *.example.com, wildcardReplacement any    a-any.example.com
import type { RecordType } from '../../exposure.js';
import type { TxtRegistry } from '../../settings.js';
import type { SourceRef } from '../../values/source-ref.js';
import { parseSourceRef, sourceRef } from '../../values/source-ref.js';

/** Opens and seals texts with the key of the registry (AES-256-GCM over gzip); the same text is sealed the same way. */
export interface TxtCipher {
  /** Undefined where it is no text sealed with this key. */
  readonly open: (sealed: string) => string | undefined;
  readonly seal: (text: string) => string;
}

export interface TxtOwner {
  readonly owner: string;
  /** `ingress/default/web`. */
  readonly resource?: string;
}

type Affix = Pick<TxtRegistry, 'prefix' | 'suffix' | 'wildcardReplacement'>;

const TYPE = '%{record_type}';

/** Where external-dns would write it today. */
export function txtName(host: string, type: RecordType, affix: Affix): string {
  const { prefix, suffix } = affix;
  const kind = type.toLowerCase();
  const isInAffix = prefix.includes(TYPE) || suffix.includes(TYPE);
  return affixed(host, isInAffix ? '' : `${kind}-`, kind, affix);
}

/** Where it may stand: the newest form first. */
export function txtNames(host: string, type: RecordType, affix: Affix): readonly string[] {
  const old = type === 'AAAA' ? [] : [affixed(host, '', '', affix)];
  return [txtName(host, type, affix), ...old];
}

function affixed(host: string, before: string, kind: string, { prefix, suffix, wildcardReplacement }: Affix): string {
  const dot = host.indexOf('.');
  const first = dot < 0 ? host : host.slice(0, dot);
  const rest = dot < 0 ? '' : host.slice(dot);
  const label = first === '*' && wildcardReplacement !== '' ? wildcardReplacement : first;
  const filled = (text: string): string => text.replaceAll(TYPE, kind);
  return `${filled(prefix)}${before}${label}${filled(suffix)}${rest}`.toLowerCase();
}

/** Undefined where the text is nothing of external-dns'. */
export function readTxt(text: string, cipher: TxtCipher | undefined): TxtOwner | undefined {
  return readLabels(text) ?? (cipher && readLabels(cipher.open(unquoted(text)) ?? ''));
}

/** Is it, by its looks, a text that was sealed, and that this key (or none) doesn't open? */
export function isSealed(text: string, cipher: TxtCipher | undefined): boolean {
  return SEALED.test(unquoted(text)) && readTxt(text, cipher) === undefined;
}

// base64 of a nonce, the shortest ownership there is in gzip, and a tag.
const SEALED = /^[A-Za-z0-9+/]{100,}={0,2}$/;

function readLabels(text: string): TxtOwner | undefined {
  const labels = unquoted(text)
    .split(',')
    .map((part) => part.split('='));
  if (!labels.some(([key, value]) => key === 'heritage' && value === 'external-dns')) return undefined;
  const said = new Map(labels.map(([key, ...value]) => [key, value.join('=')]));
  const owner = said.get('external-dns/owner');
  const resource = said.get('external-dns/resource');
  return owner === undefined ? undefined : { owner, ...(resource !== undefined && { resource }) };
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/s, '$1');
}

/** Quotes and all, as external-dns has it; `now` where that says the same, in whatever way it was sealed. */
export function writeTxt(owner: string, source: SourceRef, cipher: TxtCipher | undefined, now?: string): string {
  const text = `heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resourceOf(source)}`;
  if (!cipher) return `"${text}"`;
  return now !== undefined && cipher.open(unquoted(now)) === text ? now : `"${cipher.seal(text)}"`;
}

/** As external-dns calls kinds; any other is the kind in lower case. */
const KINDS: Readonly<Record<string, string>> = {
  ingress: 'Ingress',
  service: 'Service',
  httproute: 'HTTPRoute',
  grpcroute: 'GRPCRoute',
  tlsroute: 'TLSRoute',
  tcproute: 'TCPRoute',
  udproute: 'UDPRoute',
  crd: 'DNSEndpoint',
  node: 'Node',
};

/** Undefined where it names no kind that gives names here. */
export function sourceOfResource(resource: string): SourceRef | undefined {
  const parts = parseSourceRef(resource);
  const kind = parts && KINDS[parts.kind];
  return parts && kind !== undefined ? sourceRef(kind, parts.namespace, parts.name) : undefined;
}

function resourceOf(source: SourceRef): string {
  const { kind, namespace, name } = parseSourceRef(source)!;
  const word = Object.keys(KINDS).find((one) => KINDS[one] === kind) ?? kind.toLowerCase();
  return [word, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}
