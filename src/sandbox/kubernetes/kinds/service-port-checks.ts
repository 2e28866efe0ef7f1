// Are a Service's ports as they must be? In the API server's words.
import type { JsonObject } from '../../json.js';
import { numberAt, objectsAt, stringAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkOneOf, checkPort, checkPortOrName, checkText } from './checks.js';
import { duplicate, forbiddenField, required } from './field-errors.js';
import { dnsLabelProblems, qualifiedNameProblems } from './names.js';

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

const at = (index: number): string => `spec.ports[${index}]`;

/** Each port by itself. */
export function checkServicePorts(spec: JsonObject): readonly FieldError[] {
  const ports = objectsAt(spec, 'ports');
  const names = ports.map((port) => stringAt(port, 'name') ?? '');
  return ports.flatMap((port, index) => {
    const name = names[index] ?? '';
    return [
      ...(name === '' && ports.length > 1 ? [required(`${at(index)}.name`)] : []),
      ...(name === '' ? [] : checkText(`${at(index)}.name`, name, dnsLabelProblems)),
      ...(name !== '' && names.indexOf(name) < index ? [duplicate(`${at(index)}.name`, name)] : []),
      ...checkPort(`${at(index)}.port`, numberAt(port, 'port') ?? 0),
      ...checkOneOf(`${at(index)}.protocol`, port.protocol, PROTOCOLS),
      ...checkPortOrName(`${at(index)}.targetPort`, port.targetPort),
      ...(typeof port.appProtocol === 'string'
        ? checkText(`${at(index)}.appProtocol`, port.appProtocol, qualifiedNameProblems)
        : []),
    ];
  });
}

/** The ports beside each other. */
export function checkPortsTogether(spec: JsonObject): readonly FieldError[] {
  const ports = objectsAt(spec, 'ports');
  const isRepeated = (key: string, index: number): boolean =>
    ports.slice(0, index).some((one) => one[key] === ports[index]?.[key] && one.protocol === ports[index]?.protocol);
  const hasNodePort = ports.map((port) => numberAt(port, 'nodePort') ?? 0);
  return [
    ...ports.flatMap((_, index) =>
      spec.type === 'ClusterIP' && hasNodePort[index] !== 0
        ? [forbiddenField(`${at(index)}.nodePort`, "may not be used when `type` is 'ClusterIP'")]
        : [],
    ),
    ...ports.flatMap((port, index) =>
      hasNodePort[index] !== 0 && isRepeated('nodePort', index)
        ? [duplicate(`${at(index)}.nodePort`, port.nodePort)]
        : [],
    ),
    ...ports.flatMap((port, index) => (isRepeated('port', index) ? [duplicate(at(index), portKey(port))] : [])),
  ];
}

/** As the API server prints its own type. */
function portKey(port: JsonObject): JsonObject {
  return {
    Name: '',
    Protocol: port.protocol ?? '',
    AppProtocol: null,
    Port: port.port ?? 0,
    TargetPort: 0,
    NodePort: 0,
  };
}
