// What does the API server refuse of an EndpointSlice?
import { isIPv4, isIPv6 } from 'node:net';
import type { JsonObject } from '../../json.js';
import { objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkAddress, checkOneOf, checkText } from './checks.js';
import { duplicate, invalidValue, required, tooMany } from './field-errors.js';
import { dnsLabelProblems, dnsSubdomainProblems } from './names.js';
import { PROTOCOLS } from './service-port-checks.js';

const TYPES = ['FQDN', 'IPv4', 'IPv6'];
const ENDPOINTS = 1000;
const ADDRESSES = 100;

export function validateEndpointSlice(slice: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const endpoints = objectsAt(slice, 'endpoints');
  const isMoved = before !== undefined && before.addressType !== slice.addressType;
  return [
    ...checkOneOf('addressType', slice.addressType, TYPES),
    ...checkPorts(objectsAt(slice, 'ports')),
    ...(endpoints.length > ENDPOINTS ? [tooMany('endpoints', endpoints.length, ENDPOINTS)] : []),
    ...endpoints.flatMap((endpoint, index) => checkEndpoint(`endpoints[${index}]`, endpoint, slice)),
    ...endpoints.flatMap((endpoint, index) =>
      stringsAt(endpoint, 'addresses').length === 0 ? [required(`endpoints[${index}].addresses`)] : [],
    ),
    ...(isMoved ? [invalidValue('addressType', null, 'field is immutable')] : []),
  ];
}

function checkPorts(ports: readonly JsonObject[]): readonly FieldError[] {
  const names = ports.map((port) => stringAt(port, 'name') ?? '');
  return ports.flatMap((port, index) => {
    const field = `ports[${index}]`;
    const name = names[index] ?? '';
    return [
      ...(name === '' ? [] : checkText(`${field}.name`, name, dnsLabelProblems)),
      ...(names.indexOf(name) < index ? [duplicate(`${field}.name`, name)] : []),
      ...checkOneOf(`${field}.protocol`, port.protocol, PROTOCOLS),
    ];
  });
}

function checkEndpoint(field: string, endpoint: JsonObject, slice: JsonObject): readonly FieldError[] {
  const addresses = stringsAt(endpoint, 'addresses');
  const at = `${field}.addresses`;
  const node = stringAt(endpoint, 'nodeName');
  const host = stringAt(endpoint, 'hostname');
  return [
    ...(addresses.length > ADDRESSES ? [tooMany(at, addresses.length, ADDRESSES)] : []),
    ...addresses.flatMap((address, index) => checkOfType(`${at}[${index}]`, at, address, slice)),
    ...(node === undefined ? [] : checkText(`${field}.nodeName`, node, dnsSubdomainProblems)),
    ...(host === undefined ? [] : checkText(`${field}.hostname`, host, dnsLabelProblems)),
  ];
}

function checkOfType(field: string, list: string, address: string, { addressType }: JsonObject): readonly FieldError[] {
  if (addressType === 'FQDN') return checkText(field, address, dnsSubdomainProblems);
  const wrong = checkAddress(field, address);
  if (wrong.length > 0) return wrong;
  if (addressType === 'IPv4' && !isIPv4(address)) return [invalidValue(list, address, 'must be an IPv4 address')];
  if (addressType === 'IPv6' && !isIPv6(address)) return [invalidValue(list, address, 'must be an IPv6 address')];
  return [];
}
