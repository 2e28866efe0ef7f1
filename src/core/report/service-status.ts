// What does a LoadBalancer Service show of itself? Its address, once public IP, rules and security rules are all in
// place; its conditions; and, while it goes, its finalizer until Azure shows that nothing of it is left.
import type { LoadBalancerIngress, Service } from '../cluster/cluster-state.js';
import { SERVICE_FINALIZER } from '../cluster/finalizers.js';
import type { LoadBalancerExposure } from '../exposure.js';
import { loadBalancerId, servicePrefix } from '../network/names.js';
import { isOurPublicIP } from '../network/ownership.js';
import type { Place, Places, Scheme, ServedRule } from '../network/placement/index.js';
import { publicIPsAt, publicIPsOf, SCHEMES, servedOn } from '../network/placement/index.js';
import { isGoing } from '../network/azure-state.js';
import { armKey } from '../values/arm-id.js';
import { countOf } from '../values/count-of.js';
import { accepted, condition, isOfLoadBalancer, mergeConditions, PROGRAMMED } from './conditions.js';
import { transitionEvents } from './events.js';
import type { Facts, PartFacts } from './facts.js';
import { withFinalizer, withoutFinalizer } from './finalizers.js';
import { areFrontendsHidden } from './in-place.js';
import { ledBy } from './led-by.js';
import type { NamesFinding } from './names-status.js';
import { progress } from './progress.js';
import type { ReportInput } from './report-input.js';
import type { Said } from './said.js';
import { withNames } from './service-names.js';
import { serviceStatus } from './service-publication.js';
import { stillMissing } from './still-missing.js';

export function reportService(
  service: Service,
  exposure: LoadBalancerExposure,
  names: NamesFinding | undefined,
  facts: Facts,
  input: ReportInput,
): Said {
  const said =
    exposure.standing === 'Gone'
      ? farewell(service, exposure, names, facts, input)
      : inService(service, exposure, names, facts, input);
  return names ? { ...said, status: { ...said.status, names: names.results } } : said;
}

function inService(
  service: Service,
  exposure: LoadBalancerExposure,
  names: NamesFinding | undefined,
  facts: Facts,
  input: ReportInput,
): Said {
  const { places, transition, now } = input;
  const object = exposure.source;
  const halves = places.of(exposure.uid);
  const isThere = halves.length > 0 && halves.every(transition.isComplete);
  const addresses = halves.flatMap(({ address }) => address ?? []);
  const isServed = servedPorts(halves).length > 0;
  const isRefused = !isServed && facts.problemsOf(object).some(({ severity }) => severity === 'Error');
  const message = isServed
    ? `${addresses.join(' and ')} answer${addresses.length === 1 ? 's' : ''} for ${countOf(servedPorts(halves).length, 'port')}.`
    : `No port of it is served, so ${addresses.join(' and ')} is not shown.`;
  const pending = stillMissing(halves, transition);
  const failure = facts.failureOf(object);
  const leading = failure && ledBy(failure, halves, input.settings);
  const findings = [
    accepted(facts.problemsOf(object)),
    progress(PROGRAMMED, object, keptFacts(facts, exposure, input), service.conditions, {
      // Where each port was refused there is nothing that anybody could reach.
      isThere: isThere && !isRefused,
      message,
      ...(leading !== undefined && { ledBy: leading }),
      ...(pending !== undefined && { pending, otherwise: { reason: 'Pending', message: pending } }),
    }),
  ];
  const ours = findings.map((finding) => condition(finding, service.conditions, service.meta.generation, now));
  // Not only when all is done: while the old form is being taken away, the new one answers already.
  const isAnswering = exposure.standing === 'Wanted' && isThere;
  const isBetween = exposure.standing === 'Wanted' && halves.length > 0;
  const before = isBetween ? service.ingress.filter((one) => isAround(one, exposure, input)) : service.ingress;
  const ingress = isAnswering ? (isServed ? ingressFor(service, exposure, halves) : []) : before;
  const conditions = withNames(mergeConditions(service.conditions, ours), service, names?.finding, now);
  return {
    status: { object, loadBalancer: { ingress }, conditions },
    publications: [
      ...withFinalizer(service, object, SERVICE_FINALIZER, exposure.standing === 'Wanted' || !facts.heldOf(object)),
      ...serviceStatus(service, object, ingress, conditions),
      ...transitionEvents(object, service, ours, facts),
    ],
  };
}

/** Is the address still there for it? One that was given back may be somebody else's next. */
function isAround(
  { ip }: LoadBalancerIngress,
  exposure: LoadBalancerExposure,
  { azure, settings }: ReportInput,
): boolean {
  if (ip === undefined || exposure.additionalAddresses.includes(ip)) return true;
  const isOnFrontend = SCHEMES.some((scheme) => servedOn(scheme, settings, azure).ofPrivateAddress.has(ip));
  return isOnFrontend || publicIPsAt(ip, azure).some(({ id }) => !isGoing(azure, id));
}

/** What is kept because of something in Azure (a pinned address that isn't there, no room) is held like what the cluster side holds. */
function keptFacts(facts: PartFacts, { uid, source }: LoadBalancerExposure, { places }: ReportInput): PartFacts {
  if (!places.isKept(uid) || facts.heldOf(source)) return facts;
  const error = facts.problemsOf(source).find(({ severity }) => severity === 'Error');
  if (!error) return facts;
  const held = { object: source, kind: 'LoadBalancer', reason: error.reason, message: error.message } as const;
  return { ...facts, heldOf: (object) => (object === source ? held : facts.heldOf(object)) };
}

function farewell(
  service: Service,
  exposure: LoadBalancerExposure,
  names: NamesFinding | undefined,
  facts: Facts,
  input: ReportInput,
): Said {
  const object = exposure.source;
  const left =
    remains(exposure, input) ||
    areFrontendsHidden(exposure, input) ||
    facts.isUnfinished(object) ||
    isBeingWritten(exposure, input);
  if (!left) {
    const others = service.conditions.filter((one) => !isOfLoadBalancer(one));
    const conditions = withNames(others, service, names?.finding, input.now);
    // The finalizer first and alone: by our conditions we know, until then, that it is ours to take away.
    const finalizer = withoutFinalizer(service, object, SERVICE_FINALIZER);
    const isDone = finalizer.length > 0 || service.meta.deletionTimestamp !== undefined;
    return {
      status: { object, loadBalancer: { ingress: [] }, conditions },
      publications: isDone ? finalizer : serviceStatus(service, object, [], conditions),
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
  const conditions = withNames(mergeConditions(service.conditions, ours), service, names?.finding, input.now);
  return {
    status: { object, loadBalancer: { ingress: service.ingress }, conditions },
    publications: [
      ...serviceStatus(service, object, service.ingress, conditions),
      ...transitionEvents(object, service, ours, facts),
    ],
  };
}

// What a write that is under way brings is not to be seen yet, and who would know it for ours once the Service is another's?
function isBeingWritten({ uid }: LoadBalancerExposure, { inFlight, settings }: ReportInput): boolean {
  const balancers = SCHEMES.map((scheme) => armKey(loadBalancerId(settings, scheme)));
  const own = `/publicipaddresses/${settings.loadBalancer.name}-${servicePrefix(uid)}`.toLowerCase();
  return balancers.some((id) => inFlight.has(id)) || [...inFlight].some((id) => id.includes(own));
}

/** Is anything of it left that we can see in Azure? */
function remains(exposure: LoadBalancerExposure, input: ReportInput): boolean {
  const { uid, source } = exposure;
  const { azure, settings } = input;
  const prefix = servicePrefix(uid);
  if (SCHEMES.some((scheme) => isOnLoadBalancer(prefix, scheme, input))) return true;
  // One of its name that is somebody else's stays, and so does one that others have come to share.
  return publicIPsOf(uid, settings, azure).some(
    (resource) => isOurPublicIP(resource, settings.clusterId, source) && !isForOthers(resource.id, prefix, input),
  );
}

/** Does another Service that stays want it, or is one served on it? */
function isForOthers(id: string, prefix: string, { azure, settings, places }: ReportInput): boolean {
  if (places.hasPublicIP(id)) return true;
  const { ofPublicIP, onFrontend } = servedOn('Public', settings, azure);
  const frontend = ofPublicIP.get(armKey(id))?.name.toLowerCase();
  return frontend !== undefined && areOthersOn(onFrontend.get(frontend), prefix, places);
}

function areOthersOn(rules: readonly ServedRule[] = [], prefix: string, { serviceOf }: Places): boolean {
  return rules.some(
    (rule) => rule.prefix !== prefix && (rule.prefix === undefined || serviceOf(rule.prefix)?.standing !== 'Gone'),
  );
}

/** A rule of its own; or a frontend that bears its name, unless others share it. */
function isOnLoadBalancer(prefix: string, scheme: Scheme, { azure, settings, places }: ReportInput): boolean {
  const served = servedOn(scheme, settings, azure);
  if (served.ofPrefix.has(prefix)) return true;
  return (served.frontendsOfPrefix.get(prefix) ?? []).some(
    ({ name }) =>
      !places.hasFrontend(scheme, name) && !areOthersOn(served.onFrontend.get(name.toLowerCase()), prefix, places),
  );
}

function servedPorts(halves: readonly Place[]): readonly string[] {
  const keys = halves.flatMap(({ ports }) => ports.map(({ protocol, port }) => `${protocol.toUpperCase()}/${port}`));
  return [...new Set(keys)];
}

// A port that was refused says so in its own place (https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.37/#portstatus-v1-core).
function ingressFor(
  service: Service,
  { additionalAddresses, unservedPorts }: LoadBalancerExposure,
  halves: readonly Place[],
): readonly LoadBalancerIngress[] {
  const unserved = new Set(unservedPorts.map(({ protocol, port }) => `${protocol.toUpperCase()}/${port}`));
  const listed = service.ports.filter(({ protocol, port }) => !unserved.has(`${protocol}/${port}`));
  const portsOn = (some: readonly Place[]) => {
    const served = new Set(servedPorts(some));
    return listed.map(({ port, protocol }) => ({
      port,
      protocol,
      ...(!served.has(`${protocol}/${port}`) && { error: 'azurenetwork.dev/NotAccepted' }),
    }));
  };
  const own = halves.flatMap((half) =>
    half.address === undefined ? [] : [{ ip: half.address, ipMode: 'VIP', ports: portsOn([half]) }],
  );
  return [...own, ...additionalAddresses.map((ip) => ({ ip, ipMode: 'VIP', ports: portsOn(halves) }))];
}
