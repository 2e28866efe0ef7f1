// What is still missing of a Service in Azure: its public IP, rules on the load balancer, or rules in the security groups?
import { lastName } from '../values/arm-id.js';
import type { Missing, Place, Transition, WantedRule } from '../network/placement/index.js';

/** One sentence; undefined where nothing is missing. */
export function stillMissing(halves: readonly Place[], transition: Transition): string | undefined {
  const left = halves
    .filter((half) => !transition.isComplete(half))
    .flatMap((half) => wordsFor(half, transition.missing(half)));
  return left.length === 0 ? undefined : `Still to come in Azure: ${left.join('; ')}.`;
}

function wordsFor({ publicIP, frontendName }: Place, { address, rules, closed }: Missing): readonly string[] {
  const name = publicIP === undefined ? frontendName : lastName(publicIP);
  return [
    ...(address ? [`public IP ${name}`] : []),
    ...(rules.length > 0 ? [`load balancer rules for ${portsOf(rules)} on frontend ${frontendName}`] : []),
    ...(closed.length > 0 ? [`security rules for ${portsOf(closed)} of ${name}`] : []),
  ];
}

const MOST = 5;

function portsOf(rules: readonly WantedRule[]): string {
  const named = rules
    .slice(0, MOST)
    .map(({ protocol, port }) => (port === 0 ? 'all ports' : `${protocol.toUpperCase()} ${port}`));
  return named.join(', ') + (rules.length > MOST ? ` and ${rules.length - MOST} more` : '');
}
