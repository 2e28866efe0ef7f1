// What does the API server refuse in the specification of Pods, by itself or in a template? What people get wrong:
// containers, images, ports, mounts. Rarer fields are checked by their shape alone.
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt, objectsAt, stringAt, textAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkLabels, checkOneOf, checkPort, checkText } from './checks.js';
import { duplicate, invalidValue, notFoundValue, notSupported, required } from './field-errors.js';
import { dnsLabelProblems, dnsSubdomainProblems, portNameProblems } from './names.js';
import { isMore } from './quantities.js';
import { PROTOCOLS } from './service-port-checks.js';

export function checkPodSpec(field: string, spec: JsonObject): readonly FieldError[] {
  const containers = objectsAt(spec, 'containers');
  const volumes = objectsAt(spec, 'volumes');
  const names = volumes.map((volume) => stringAt(volume, 'name') ?? '');
  const account = stringAt(spec, 'serviceAccountName') ?? '';
  return [
    ...volumes.flatMap((_, index) => checkName(`${field}.volumes[${index}].name`, names, index)),
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...checkContainers(`${field}.containers`, containers, names),
    ...checkContainers(`${field}.initContainers`, objectsAt(spec, 'initContainers'), names),
    ...checkPolicy(`${field}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...checkPolicy(`${field}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES),
    ...checkLabels(`${field}.nodeSelector`, objectAt(spec, 'nodeSelector')),
    ...(account === '' ? [] : checkText(`${field}.serviceAccountName`, account, dnsSubdomainProblems)),
  ];
}

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function checkPolicy(field: string, value: unknown, allowed: readonly string[]): readonly FieldError[] {
  return typeof value === 'string' && !allowed.includes(value) ? [notSupported(field, value, allowed)] : [];
}

function checkName(field: string, names: readonly string[], index: number): readonly FieldError[] {
  const name = names[index] ?? '';
  if (name === '') return [required(field)];
  const repeated = names.indexOf(name) < index ? [duplicate(field, name)] : [];
  return [...checkText(field, name, dnsLabelProblems), ...repeated];
}

function checkContainers(
  field: string,
  containers: readonly JsonObject[],
  volumes: readonly string[],
): readonly FieldError[] {
  const names = containers.map((container) => stringAt(container, 'name') ?? '');
  return containers.flatMap((container, index) => {
    const at = `${field}[${index}]`;
    const name = names[index] ?? '';
    const image = stringAt(container, 'image') ?? '';
    return [
      ...(name === '' ? [required(`${at}.name`)] : checkText(`${at}.name`, name, dnsLabelProblems)),
      ...(image === '' ? [required(`${at}.image`)] : checkSpaces(`${at}.image`, image)),
      ...checkContainerPorts(`${at}.ports`, objectsAt(container, 'ports')),
      ...checkEnvironment(`${at}.env`, objectsAt(container, 'env')),
      ...checkMounts(`${at}.volumeMounts`, objectsAt(container, 'volumeMounts'), volumes),
      ...checkPolicy(`${at}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
      ...checkResources(`${at}.resources`, objectAt(container, 'resources')),
      ...(name !== '' && names.indexOf(name) < index ? [duplicate(`${at}.name`, name)] : []),
      ...checkProbes(at, container),
    ];
  });
}

function checkSpaces(field: string, image: string): FieldError[] {
  return image.trim() === image ? [] : [invalidValue(field, image, 'must not have leading or trailing whitespace')];
}

function checkContainerPorts(field: string, ports: readonly JsonObject[]): readonly FieldError[] {
  const names = ports.map((port) => stringAt(port, 'name') ?? '');
  return ports.flatMap((port, index) => {
    const at = `${field}[${index}]`;
    const name = names[index] ?? '';
    const wrong = name === '' ? [] : checkText(`${at}.name`, name, portNameProblems);
    const number = numberAt(port, 'containerPort') ?? 0;
    const hostPort = numberAt(port, 'hostPort') ?? 0;
    return [
      ...wrong,
      ...(name !== '' && wrong.length === 0 && names.indexOf(name) < index ? [duplicate(`${at}.name`, name)] : []),
      ...(number === 0 ? [required(`${at}.containerPort`)] : checkPort(`${at}.containerPort`, number)),
      ...(hostPort === 0 ? [] : checkPort(`${at}.hostPort`, hostPort)),
      ...checkOneOf(`${at}.protocol`, port.protocol, PROTOCOLS),
    ];
  });
}

function checkEnvironment(field: string, variables: readonly JsonObject[]): readonly FieldError[] {
  return variables.flatMap((variable, index) =>
    stringAt(variable, 'name') ? [] : [required(`${field}[${index}].name`)],
  );
}

function checkMounts(field: string, mounts: readonly JsonObject[], volumes: readonly string[]): readonly FieldError[] {
  const paths = mounts.map((mount) => stringAt(mount, 'mountPath') ?? '');
  return mounts.flatMap((mount, index) => {
    const at = `${field}[${index}]`;
    const name = stringAt(mount, 'name') ?? '';
    const path = paths[index] ?? '';
    return [
      ...(name === '' ? [required(`${at}.name`)] : volumes.includes(name) ? [] : [notFoundValue(`${at}.name`, name)]),
      ...(path === '' ? [required(`${at}.mountPath`)] : []),
      ...(path !== '' && paths.indexOf(path) < index ? [invalidValue(`${at}.mountPath`, path, 'must be unique')] : []),
    ];
  });
}

function checkResources(field: string, resources: JsonObject): readonly FieldError[] {
  const [requests, limits] = [objectAt(resources, 'requests'), objectAt(resources, 'limits')];
  return Object.keys(requests)
    .filter((key) => isMore(requests[key], limits[key]))
    .map((key) => {
      const limit = `must be less than or equal to ${key} limit of ${textAt(limits, key)}`;
      return invalidValue(`${field}.requests`, requests[key], limit);
    });
}

const ACTIONS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

function checkProbes(field: string, container: JsonObject): readonly FieldError[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((key) => {
    const probe = container[key];
    if (probe === undefined || probe === null) return [];
    const has = ACTIONS.some((action) => (probe as JsonObject)[action] !== undefined);
    return has ? [] : [required(`${field}.${key}`, 'must specify a handler type')];
  });
}
