// How much of a template does the fake understand? Resources with plain values, put one after the other in the order of
// `dependsOn`; `az network lb create` sends nothing else.
import { parseArmPath } from './arm-path.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyOf, notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { Json, JsonObject } from '../json.js';
import { copy, isObject, objectAt, objectsAt, stringAt, stringsAt, textAt } from '../json.js';
import { kindOf } from './kinds.js';
import { Refusal } from './refusal.js';
import { requireGroup } from './resource-groups.js';
import type { Resource } from './resource.js';
import { view } from './view.js';
import { write } from './write.js';

const PATH =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/Microsoft\.Resources\/deployments\/([^/]+)(\/validate|\/operationStatuses\/[^/]+)?$/i;
const TYPE = 'Microsoft.Resources/deployments';

export function deploymentRequest(fake: FakeAzure, exchange: Exchange): Answer | undefined {
  const match = PATH.exec(exchange.path);
  if (match === null) return undefined;
  const [, subscription, group, name, tail] = match;
  requireGroup(fake, subscription!, group!);
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${TYPE}/${name}`;
  if (tail?.toLowerCase().startsWith('/operationstatuses')) return ok({ status: 'Succeeded' });
  if (tail !== undefined) return ok({ id, name: name!, type: TYPE, properties: { provisioningState: 'Succeeded' } });
  if (exchange.method === 'GET') {
    const found = fake.get(id);
    if (found === undefined) throw new Refusal(404, 'DeploymentNotFound', `Deployment '${name}' could not be found.`);
    return ok(copy(found));
  }
  if (exchange.method !== 'PUT') throw notAllowed(exchange.method);
  return deploy(fake, exchange, `/subscriptions/${subscription}/resourceGroups/${group}`, id, name!);
}

function deploy(fake: FakeAzure, exchange: Exchange, scope: string, id: string, name: string): Answer {
  const template = objectAt(objectAt(bodyOf(exchange), 'properties'), 'template');
  const made = new Map<string, Resource>();
  for (const one of inOrder(objectsAt(template, 'resources'))) {
    const resource = deployOne(fake, exchange, scope, one);
    made.set(resource.name.toLowerCase(), resource);
  }
  const deployment: Resource = {
    id,
    name,
    type: TYPE,
    properties: {
      provisioningState: 'Succeeded',
      mode: 'Incremental',
      timestamp: new Date(exchange.now).toISOString(),
      duration: 'PT1S',
      correlationId: fake.chance.guid(),
      outputs: outputs(fake, objectAt(template, 'outputs'), made),
      outputResources: [...made.values()].map((one) => ({ id: one.id })),
    },
  };
  fake.store.put(deployment);
  return ok(copy(deployment), 201);
}

function inOrder(resources: readonly JsonObject[]): JsonObject[] {
  const left = [...resources];
  const done: JsonObject[] = [];
  const isWaiting = (one: JsonObject): boolean =>
    stringsAt(one, 'dependsOn').some((need) =>
      left.some((other) => other !== one && need.toLowerCase().includes(textAt(other, 'name').toLowerCase())),
    );
  while (left.length > 0) {
    const next = left.findIndex((one) => !isWaiting(one));
    if (next < 0)
      throw new Refusal(400, 'InvalidTemplate', 'The resources of the template depend on each other in a circle.');
    done.push(...left.splice(next, 1));
  }
  return done;
}

function deployOne(fake: FakeAzure, exchange: Exchange, scope: string, one: JsonObject): Resource {
  const type = stringAt(one, 'type') ?? '';
  const name = stringAt(one, 'name') ?? '';
  const id = `${scope}/providers/${type}/${name}`;
  if (parseArmPath(id) === undefined || JSON.stringify(one).includes('"[')) {
    const message = `The fake takes templates with plain values only; see resource '${type}/${name}'.`;
    throw new Refusal(400, 'InvalidTemplate', message);
  }
  const body: JsonObject = { ...one };
  for (const key of ['apiVersion', 'dependsOn']) delete body[key];
  // What an earlier resource of the template needs for its end is there at once.
  const { resource } = write(fake, exchange, kindOf(type), id, body);
  const running = fake.operations.running(resource.id);
  if (running !== undefined) fake.operations.settle(Math.max(exchange.now, running.endsAt));
  return fake.get(resource.id) ?? resource;
}

function outputs(fake: FakeAzure, wanted: JsonObject, made: ReadonlyMap<string, Resource>): JsonObject {
  const value = (text: Json | undefined): Json => {
    const match = typeof text === 'string' ? /^\[reference\('([^']+)'/.exec(text) : null;
    if (match === null) return text ?? null;
    const name = match[1]!.slice(match[1]!.lastIndexOf('/') + 1).toLowerCase();
    const resource = made.get(name);
    return resource === undefined ? null : copy(view(fake, resource).properties);
  };
  return Object.fromEntries(
    Object.entries(wanted).map(([key, one]) => [
      key,
      { type: isObject(one) ? (one['type'] ?? 'object') : 'object', value: value(isObject(one) ? one['value'] : one) },
    ]),
  );
}
