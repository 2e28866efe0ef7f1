// What does a LoadBalancer Service show of itself? Its address, once public IP, rules and security rules are all in
// place; its conditions; and, while it goes, its finalizer until Azure shows that nothing of it is left.
import type { Condition, LoadBalancerIngress, Service } from '../cluster/cluster-state.js';
import { SERVICE_FINALIZER } from '../cluster/finalizers.js';
import type { LoadBalancerExposure } from '../exposure.js';
import { publicIPOf, serviceAddress } from '../network/addresses.js';
import type { ArmResource } from '../network/arm-resource.js';
import { find } from '../network/azure-state.js';
import { frontendName, isNameOf, loadBalancerId } from '../network/names.js';
import { isAddressOpen } from '../network/security-groups/index.js';
import { isArray, isObject, textOf } from '../values/json.js';
import { accepted, condition, isOurs, mergeConditions, PROGRAMMED, sameConditions } from './conditions.js';
import { transitionEvents } from './events.js';
import type { Facts } from './facts.js';
import { withFinalizer, withoutFinalizer } from './finalizers.js';
import { areFrontendsHidden, areSecurityGroupsThere } from './in-place.js';
import { progress } from './progress.js';
import type { Publication } from './publication.js';
import type { ReportInput } from './report-input.js';
import type { Said } from './said.js';

export function reportService(
  service: Service,
  exposure: LoadBalancerExposure,
  facts: Facts,
  input: ReportInput,
): Said {
  return exposure.standing === 'Gone'
    ? farewell(service, exposure, facts, input)
    : inService(service, exposure, facts, input);
}

function inService(service: Service, exposure: LoadBalancerExposure, facts: Facts, input: ReportInput): Said {
  const { azure, settings, now } = input;
  const object = exposure.source;
  const address = serviceAddress(azure, settings, exposure);
  const isThere = address !== undefined && hasFrontend(exposure, input) && isLetIn(exposure, address, input);
  const message = `${address ?? ''} answers for ${exposure.ports.length} port${exposure.ports.length === 1 ? '' : 's'}.`;
  const findings = [
    accepted(facts.problemsOf(object)),
    progress(PROGRAMMED, object, facts, service.conditions, { isThere, message }),
  ];
  const ours = findings.map((finding) => condition(finding, service.conditions, service.meta.generation, now));
  const isProgrammed = ours[1]!.status === 'True' && exposure.standing === 'Wanted' && isThere;
  const ingress = isProgrammed ? [ingressFor(address, service, exposure)] : service.ingress;
  const conditions = mergeConditions(service.conditions, ours);
  return {
    status: { object, loadBalancer: { ingress }, conditions },
    publications: [
      ...withFinalizer(service, object, SERVICE_FINALIZER, exposure.standing === 'Wanted' || !facts.heldOf(object)),
      ...statusPublication(service, exposure, ingress, conditions),
      ...transitionEvents(object, service, ours, facts),
    ],
  };
}

function farewell(service: Service, exposure: LoadBalancerExposure, facts: Facts, input: ReportInput): Said {
  const object = exposure.source;
  const left = remains(exposure, input) || areFrontendsHidden(input) || facts.isUnfinished(object);
  if (!left) {
    const conditions = service.conditions.filter((one) => !isOurs(one));
    // The finalizer first and alone: by our conditions we know, until then, that it is ours to take away.
    const finalizer = withoutFinalizer(service, object, SERVICE_FINALIZER);
    const isDone = finalizer.length > 0 || service.meta.deletionTimestamp !== undefined;
    return {
      status: { object, loadBalancer: { ingress: [] }, conditions },
      publications: isDone ? finalizer : statusPublication(service, exposure, [], conditions),
    };
  }
  const finding = progress(PROGRAMMED, object, facts, [], { isThere: false, message: '' });
  const ours = [
    condition(
      finding.reason === 'Pending'
        ? { ...finding, reason: 'Deleting', message: 'It is being taken out of Azure.' }
        : finding,
      service.conditions,
      service.meta.generation,
      input.now,
    ),
  ];
  const conditions = mergeConditions(service.conditions, ours);
  return {
    status: { object, loadBalancer: { ingress: service.ingress }, conditions },
    publications: [
      ...statusPublication(service, exposure, service.ingress, conditions),
      ...transitionEvents(object, service, ours, facts),
    ],
  };
}

// A security group that is full lets nobody in, though the load balancer stands ready.
function isLetIn({ sources }: LoadBalancerExposure, address: string, input: ReportInput): boolean {
  const { azure, settings } = input;
  if (sources === undefined || settings.securityGroups.length === 0) return true;
  return areSecurityGroupsThere(input) && isAddressOpen(azure, settings, address);
}

function hasFrontend({ uid, frontend }: LoadBalancerExposure, { azure, settings }: ReportInput): boolean {
  const subnetName = frontend.scheme === 'Internal' ? frontend.subnetName : undefined;
  return frontendNames(find(azure, loadBalancerId(settings, frontend.scheme))).has(
    frontendName(uid, subnetName).toLowerCase(),
  );
}

/** Is anything of it left that we can see in Azure? */
function remains({ uid, source }: LoadBalancerExposure, { azure, settings }: ReportInput): boolean {
  // One of its name that is somebody else's stays.
  if (publicIPOf(azure, settings, { uid, source })) return true;
  return (['Public', 'Internal'] as const).some((scheme) =>
    [...frontendNames(find(azure, loadBalancerId(settings, scheme)))].some((name) => isNameOf(uid, name)),
  );
}

// Asked for every Service of a pass: read once per body of the load balancer, which never changes.
const FRONTENDS = new WeakMap<ArmResource, ReadonlySet<string>>();

/** In lower case. */
function frontendNames(loadBalancer: ArmResource | undefined): ReadonlySet<string> {
  if (!loadBalancer) return new Set();
  const known = FRONTENDS.get(loadBalancer);
  if (known) return known;
  const frontends = loadBalancer.properties?.['frontendIPConfigurations'];
  const list = isArray(frontends) ? frontends.filter(isObject) : [];
  const names = new Set(list.map((frontend) => textOf(frontend['name']).toLowerCase()));
  FRONTENDS.set(loadBalancer, names);
  return names;
}

// A port that was refused says so in its own place (https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.37/#portstatus-v1-core).
function ingressFor(ip: string, service: Service, exposure: LoadBalancerExposure): LoadBalancerIngress {
  const served = new Set(exposure.ports.map(({ protocol, port }) => `${protocol.toUpperCase()}/${port}`));
  const ports = service.ports.map(({ port, protocol }) => ({
    port,
    protocol,
    ...(!served.has(`${protocol}/${port}`) && { error: 'azurenetwork.dev/NotAccepted' }),
  }));
  return { ip, ipMode: 'VIP', ports };
}

function statusPublication(
  service: Service,
  { source, uid }: LoadBalancerExposure,
  ingress: readonly LoadBalancerIngress[],
  conditions: readonly Condition[],
): readonly Publication[] {
  const sameIngress = JSON.stringify(ingress) === JSON.stringify(service.ingress);
  const isSameStatus = sameConditions(conditions, service.conditions);
  if (sameIngress && isSameStatus) return [];
  const resourceVersion = service.meta.resourceVersion ?? '';
  return [
    {
      kind: 'ServiceStatus',
      object: source,
      uid,
      resourceVersion,
      ...(!sameIngress && { ingress }),
      ...(!isSameStatus && { conditions }),
    },
  ];
}
