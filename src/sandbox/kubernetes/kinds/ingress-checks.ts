// What does the API server refuse of an Ingress? Hosts, paths and backends that no controller could follow.
import { isIP } from 'node:net';
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkAddress, checkPort, checkText } from './checks.js';
import { invalidValue, notSupported, required } from './field-errors.js';
import { dnsLabelProblems, dnsSubdomainProblems, portNameProblems, wildcardProblems } from './names.js';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export function validateIngress(ingress: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(ingress, 'spec');
  const rules = objectsAt(spec, 'rules');
  const isBare = rules.length === 0 && !isObject(spec.defaultBackend);
  const className = stringAt(spec, 'ingressClassName');
  return [
    ...(isBare ? [invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...(isObject(spec.defaultBackend) ? checkBackend('spec.defaultBackend', spec.defaultBackend) : []),
    ...rules.flatMap((rule, index) => checkRule(`spec.rules[${index}]`, rule)),
    ...objectsAt(spec, 'tls').flatMap((tls, index) => checkTls(`spec.tls[${index}]`, tls)),
    ...(className === undefined ? [] : checkText('spec.ingressClassName', className, dnsSubdomainProblems)),
    ...(before ? [] : checkClassAnnotation(ingress, className)),
    ...checkStatus(ingress),
  ];
}

function checkClassAnnotation(ingress: JsonObject, className: string | undefined): FieldError[] {
  const annotation = stringAt(objectAt(objectAt(ingress, 'metadata'), 'annotations'), CLASS_ANNOTATION);
  if (annotation === undefined || className === undefined || annotation === className) return [];
  const detail = 'must match `ingressClassName` when both are specified';
  return [invalidValue(`annotations.${CLASS_ANNOTATION}`, annotation, detail)];
}

function checkHost(field: string, host: string): readonly FieldError[] {
  return checkText(field, host, host.includes('*') ? wildcardProblems : dnsSubdomainProblems);
}

const NOT_A_NAME = 'must be a DNS name, not an IP address';

function checkRule(field: string, rule: JsonObject): readonly FieldError[] {
  const host = stringAt(rule, 'host') ?? '';
  const paths = objectsAt(rule.http, 'paths');
  return [
    ...(isIP(host) === 0 ? [] : [invalidValue(`${field}.host`, host, NOT_A_NAME)]),
    ...(host === '' ? [] : checkHost(`${field}.host`, host)),
    ...(isObject(rule.http) && paths.length === 0 ? [required(`${field}.http.paths`)] : []),
    ...paths.flatMap((path, index) => checkPath(`${field}.http.paths[${index}]`, path)),
  ];
}

function checkPath(field: string, path: JsonObject): readonly FieldError[] {
  const type = stringAt(path, 'pathType') ?? '';
  if (type === '') return [required(`${field}.pathType`, 'pathType must be specified')];
  return [
    ...checkPathText(field, type, stringAt(path, 'path') ?? ''),
    ...checkBackend(`${field}.backend`, objectAt(path, 'backend')),
  ];
}

const FORBIDDEN_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];

function checkPathText(field: string, type: string, path: string): readonly FieldError[] {
  const refuse = (detail: string): FieldError => invalidValue(`${field}.path`, path, detail);
  const relative = path.startsWith('/') ? [] : [refuse('must be an absolute path')];
  switch (type) {
    case 'Exact':
    case 'Prefix':
      return [
        ...relative,
        ...FORBIDDEN_PARTS.filter((part) => path.includes(part)).map((part) => refuse(`must not contain '${part}'`)),
        ...FORBIDDEN_ENDS.filter((end) => path.endsWith(end)).map((end) => refuse(`cannot end with '${end}'`)),
      ];
    case 'ImplementationSpecific':
      return path === '' ? [] : relative;
    default:
      return [notSupported(`${field}.pathType`, type, ['Exact', 'ImplementationSpecific', 'Prefix'])];
  }
}

function checkBackend(field: string, backend: JsonObject): readonly FieldError[] {
  const refuse = (detail: string): readonly FieldError[] => [invalidValue(field, '', detail)];
  const { resource, service } = backend;
  if (isObject(resource) && isObject(service)) return refuse('cannot set both resource and service backends');
  if (isObject(resource)) {
    return ['kind', 'name'].filter((key) => !resource[key]).map((key) => required(`${field}.resource.${key}`));
  }
  if (!isObject(service)) return refuse('resource or service backend is required');
  const name = stringAt(service, 'name') ?? '';
  const ofName =
    name === '' ? [required(`${field}.service.name`)] : checkText(`${field}.service.name`, name, dnsLabelProblems);
  return [...ofName, ...checkServicePort(field, objectAt(service, 'port'))];
}

function checkServicePort(field: string, port: JsonObject): readonly FieldError[] {
  const name = stringAt(port, 'name') ?? '';
  const number = numberAt(port, 'number') ?? 0;
  if (name !== '' && number !== 0) return [invalidValue(field, '', 'cannot set both port name & port number')];
  if (name !== '') return checkText(`${field}.service.port.name`, name, portNameProblems);
  if (number !== 0) return checkPort(`${field}.service.port.number`, number);
  return [required(field, 'port name or number is required')];
}

function checkTls(field: string, tls: JsonObject): readonly FieldError[] {
  const secret = stringAt(tls, 'secretName') ?? '';
  return [
    ...stringsAt(tls, 'hosts').flatMap((host, index) => checkHost(`${field}.hosts[${index}]`, host)),
    ...(secret === '' ? [] : checkText(`${field}.secretName`, secret, dnsSubdomainProblems)),
  ];
}

function checkStatus(ingress: JsonObject): readonly FieldError[] {
  const points = objectsAt(objectAt(objectAt(ingress, 'status'), 'loadBalancer'), 'ingress');
  return points.flatMap((point, index) => {
    const field = `status.loadBalancer.ingress[${index}]`;
    const address = stringAt(point, 'ip') ?? '';
    const host = stringAt(point, 'hostname') ?? '';
    return [
      ...(address === '' ? [] : checkAddress(`${field}.ip`, address)),
      ...(host === '' ? [] : checkText(`${field}.hostname`, host, dnsSubdomainProblems)),
      ...(isIP(host) === 0 ? [] : [invalidValue(`${field}.hostname`, host, NOT_A_NAME)]),
    ];
  });
}
