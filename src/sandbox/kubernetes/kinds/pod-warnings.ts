// Of what in the specification of Pods does the API server warn? Above all of what hides something else.
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, objectsAt, stringAt } from '../../json.js';

/** `field`: `spec`, or `spec.template.spec`. */
export function warnOfPodSpec(field: string, spec: JsonObject): readonly string[] {
  const containers = ['initContainers', 'containers'].flatMap((key) =>
    objectsAt(spec, key).map((container, index) => ({ at: `${field}.${key}[${index}]`, container })),
  );
  const seconds = numberAt(spec, 'terminationGracePeriodSeconds') ?? 0;
  return [
    ...warnOfSecrets(`${field}.imagePullSecrets`, objectsAt(spec, 'imagePullSecrets')),
    ...containers.flatMap(({ at, container }) => warnOfEnvironment(`${at}.env`, objectsAt(container, 'env'))),
    ...warnOfPorts(containers),
    ...(seconds < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
  ];
}

function warnOfSecrets(field: string, secrets: readonly JsonObject[]): string[] {
  const names = secrets.map((secret) => stringAt(secret, 'name') ?? '');
  return names.flatMap((name, index) => {
    if (name === '') return [`${field}[${index}].name: invalid empty name ""`];
    return names.indexOf(name) < index ? [`${field}[${index}].name: duplicate name ${JSON.stringify(name)}`] : [];
  });
}

/** `X=$(X)more` is no hiding. */
function warnOfEnvironment(field: string, variables: readonly JsonObject[]): string[] {
  const names = variables.map((variable) => stringAt(variable, 'name') ?? '');
  return variables.flatMap((variable, index) => {
    const name = names[index] ?? '';
    const reference = `$(${name})`;
    const value = stringAt(variable, 'value') ?? '';
    const isMore = !isObject(variable.valueFrom) && value !== reference && value.includes(reference);
    if (names.indexOf(name) === index || isMore) return [];
    const what = `hides previous definition of ${JSON.stringify(name)}`;
    return [`${field}[${index}]: ${what}, which may be dropped when using apply`];
  });
}

function warnOfPorts(containers: readonly { readonly at: string; readonly container: JsonObject }[]): string[] {
  const ports = containers.flatMap(({ at, container }) =>
    objectsAt(container, 'ports').map((port, index) => ({ at: `${at}.ports[${index}]`, port })),
  );
  const numbers = ports.flatMap(({ at, port }, index) =>
    ports
      .slice(0, index)
      .filter((one) => one.port.containerPort === port.containerPort && one.port.protocol === port.protocol)
      .flatMap((one) => {
        const isSame = (one.port.hostPort ?? 0) === (port.hostPort ?? 0) && one.port.hostIP === port.hostIP;
        if (isSame) return [`${at}: duplicate port definition with ${one.at}`];
        return one.port.hostPort && port.hostPort ? [] : [`${at}: overlapping port definition with ${one.at}`];
      }),
  );
  const names = ports.flatMap(({ at, port }, index) => {
    const other = ports.slice(0, index).find((one) => port.name && one.port.name === port.name);
    if (!other) return [];
    const name = `duplicate port name ${JSON.stringify(port.name)} with ${other.at}`;
    return [`${at}: ${name}, services and probes that select ports by name will use ${other.at}`];
  });
  return [...numbers, ...names];
}
