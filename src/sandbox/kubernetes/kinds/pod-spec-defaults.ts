// What does the API server fill into the specification of Pods, in a Pod and in the template of a Deployment alike?
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../../json.js';
import { canonicalQuantity, shortenQuantities } from './quantities.js';

export function fillPodSpecDefaults(spec: JsonObject): void {
  const account = stringAt(spec, 'serviceAccountName') || stringAt(spec, 'serviceAccount');
  if (account) Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  containersOf(spec).forEach(fillContainer);
  objectsAt(spec, 'volumes').forEach(fillVolume);
}

export function containersOf(spec: JsonObject): JsonObject[] {
  return [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')];
}

function fillContainer(container: JsonObject): void {
  container.imagePullPolicy ||= pullPolicy(stringAt(container, 'image') ?? '');
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  const resources = isObject(container.resources) ? container.resources : (container.resources = {});
  shortenQuantities(resources.limits);
  shortenQuantities(resources.requests);
  objectsAt(container, 'ports').forEach((port) => (port.protocol ||= 'TCP'));
  for (const variable of objectsAt(container, 'env')) {
    const { fieldRef } = objectAt(variable, 'valueFrom');
    if (isObject(fieldRef)) fieldRef.apiVersion ||= 'v1';
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (isObject(probe)) fillProbe(probe);
  }
  const lifecycle = objectAt(container, 'lifecycle');
  for (const hook of [lifecycle.postStart, lifecycle.preStop]) fillAction(hook);
}

function fillProbe(probe: JsonObject): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  fillAction(probe);
  if (isObject(probe.grpc)) probe.grpc.service ??= '';
}

function fillAction(action: unknown): void {
  const { httpGet } = isObject(action) ? action : {};
  if (!isObject(httpGet)) return;
  httpGet.path ||= '/';
  httpGet.scheme ||= 'HTTP';
}

const FILE_MODE = 0o644;

function fillVolume(volume: JsonObject): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (isObject(source)) source.defaultMode ??= FILE_MODE;
  }
  if (isObject(volume.emptyDir)) {
    const { emptyDir } = volume;
    if (emptyDir.sizeLimit !== undefined)
      emptyDir.sizeLimit = canonicalQuantity(emptyDir.sizeLimit) ?? emptyDir.sizeLimit;
  }
  if (isObject(volume.hostPath)) volume.hostPath.type ??= '';
  const projections = objectsAt(volume.projected, 'sources');
  for (const { serviceAccountToken } of projections) {
    if (isObject(serviceAccountToken)) serviceAccountToken.expirationSeconds ??= 3600;
  }
  const items = [volume, ...projections].flatMap((one) => objectsAt(objectAt(one, 'downwardAPI'), 'items'));
  for (const { fieldRef } of items) {
    if (isObject(fieldRef)) fieldRef.apiVersion ||= 'v1';
  }
}

/** An image without tag and digest is `latest`, which is pulled each time. */
function pullPolicy(image: string): string {
  const [named = '', digest] = image.split('@');
  const tag = /:([^:/]+)$/.exec(named)?.[1];
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}
