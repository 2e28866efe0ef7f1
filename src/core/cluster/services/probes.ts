// How is it found out whether a node answers for a port?
//
//   externalTrafficPolicy            protocol   probe
//   Local with healthCheckNodePort   any        HTTP /healthz on that node port, one for all ports
//   otherwise                        TCP        TCP on the port's own node port
//   otherwise                        UDP        none: nothing can be asked
import type { Probe } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Service, ServicePort } from '../cluster-state.js';

export function readProbe(service: Service, port: ServicePort, settings: Settings): Probe | undefined {
  const { interval, threshold } = settings.loadBalancer.probe;
  const { externalTrafficPolicy, healthCheckNodePort } = service;
  if (externalTrafficPolicy === 'Local' && healthCheckNodePort !== undefined)
    return { scope: 'Health', protocol: 'Http', port: healthCheckNodePort, path: '/healthz', interval, threshold };
  if (port.protocol !== 'TCP' || port.nodePort === undefined) return undefined;
  return { scope: 'Own', protocol: 'Tcp', port: port.nodePort, interval, threshold };
}
