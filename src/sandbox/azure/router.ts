// Which part of ARM is meant? Subscriptions, groups, providers, deployments, operations, or a resource.
import { parseArmPath } from './arm-path.js';
import { deploymentRequest } from './deployments.js';
import type { Answer, Exchange } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import { pollRequest } from './operation-requests.js';
import { isRecordType, recordSetRequest } from './record-sets.js';
import { Refusal } from './refusal.js';
import { resourceGroupRequest } from './resource-groups.js';
import { resourceRequest } from './resource-requests.js';
import { subscriptionRequest } from './subscriptions.js';

export function route(fake: FakeAzure, exchange: Exchange): Answer {
  const answer =
    subscriptionRequest(fake, exchange) ??
    resourceGroupRequest(fake, exchange) ??
    pollRequest(fake, exchange) ??
    deploymentRequest(fake, exchange);
  if (answer !== undefined) return answer;
  const path = parseArmPath(exchange.path);
  if (path === undefined) {
    throw new Refusal(404, 'InvalidResourceType', `No resource provider answers at ${exchange.path}.`, {
      gateway: true,
    });
  }
  return isRecordType(path) ? recordSetRequest(fake, exchange, path) : resourceRequest(fake, exchange, path);
}
