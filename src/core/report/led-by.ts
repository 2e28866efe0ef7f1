// Azure refuses a public IP: which key of the Service, or of the settings, asked for what can't be had?
//
//   Azure's answer                       key
//   is about the prefix                  the one that names the prefix
//   the DNS label is taken, or is bad    the label's
//   is about IP tags                     the IP tags'
//   there is no such resource group      the resource group's, where the Service names another than the settings
//   anything else                        none: what Azure says must do
import { sameArmId } from '../values/arm-id.js';
import { quoted } from '../values/problem.js';
import type { PublicFrontend } from '../exposure.js';
import type { Place } from '../network/placement/index.js';
import type { Settings } from '../settings.js';
import type { Refused } from './facts.js';

const PREFIX = 'service.beta.kubernetes.io/azure-';

/** The key with its value, as messages begin; undefined where no key is known to be the cause. */
export function ledBy(refused: Refused, halves: readonly Place[], settings: Settings): string | undefined {
  const half = halves.find(({ publicIP }) => publicIP !== undefined && sameArmId(publicIP, refused.id));
  if (half?.frontend.scheme !== 'Public') return undefined;
  const cause = causeOf(refused, half.frontend, settings);
  return cause && `${cause.key}: ${quoted(cause.value)}`;
}

interface Cause {
  readonly key: string;
  readonly value: string;
}

function causeOf(
  { code, message, isRefusal }: Refused,
  { prefix, dnsLabel, ipTags, resourceGroup }: PublicFrontend,
  settings: Settings,
): Cause | undefined {
  const isAbout = (prefixId: string): boolean =>
    /PublicIPPrefix/i.test(code) || (isRefusal && message.toLowerCase().includes(prefixId.toLowerCase()));
  if (prefix && isAbout(prefix.id)) return { key: prefix.key, value: prefix.id };
  if (dnsLabel && /DnsRecordInUse|DomainNameLabel/i.test(code))
    return { key: `${PREFIX}dns-label-name`, value: dnsLabel };
  if (ipTags && /IpTag/i.test(code)) {
    const value = ipTags.map(({ type, tag }) => `${type}=${tag}`).join();
    return { key: `${PREFIX}pip-ip-tags`, value };
  }
  const isOwnGroup = resourceGroup.toLowerCase() !== settings.resourceGroup.toLowerCase();
  if (isOwnGroup && /ResourceGroupNotFound/i.test(code))
    return { key: `${PREFIX}load-balancer-resource-group`, value: resourceGroup };
  return undefined;
}
