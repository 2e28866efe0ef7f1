// Is nobody ignored silently? An annotation of Azure's cloud controller that has no effect here is told, and why.
import { expect, test } from '@jest/globals';
import { warnOfUnread } from '../../../../src/core/cluster/annotations/index.js';
import { service } from '../../../builders.js';

const PREFIX = 'service.beta.kubernetes.io/';

function warn(key: string) {
  const { meta } = service('web').annotated(key, 'x').object();
  return warnOfUnread(meta, new Set([80, 443]), 'Service/default/web' as never);
}

test.each([
  { name: 'azure-load-balancer-internall', says: `${PREFIX}azure-load-balancer-internal was probably meant` },
  { name: 'azure-allowed-service-tag', says: `${PREFIX}azure-allowed-service-tags was probably meant` },
  { name: 'load-balancer-source-range', says: `${PREFIX}load-balancer-source-ranges was probably meant` },
  { name: 'port_80_health_probe_port', says: `${PREFIX}port_80_health-probe_port was probably meant` },
  { name: 'port_80_no_rule', says: `${PREFIX}port_80_no_lb_rule was probably meant` },
  { name: 'azure-something-quite-different', says: 'docs/annotations.md' },
  { name: 'port_81_no_lb_rule', says: 'no port 81. Allowed are 80, 443' },
  { name: 'port_http_no_lb_rule', says: 'no port http. Allowed are 80, 443' },
  { name: 'port_080_no_lb_rule', says: 'no port 080. Allowed are 80, 443' },
  { name: 'port_0x50_no_lb_rule', says: 'no port 0x50. Allowed are 80, 443' },
  { name: 'azure-load-balancer-mode', says: 'basic SKU' },
  { name: 'azure-pls-create', says: 'private link services' },
  { name: 'azure-load-balancer-configurations', says: 'one load balancer of each kind' },
  { name: 'azure-shared-securityrule', says: 'rules are shared' },
])('$name has no effect, and the warning says: $says', ({ name, says }) => {
  const problems = warn(PREFIX + name);
  expect(problems).toMatchObject([{ severity: 'Warning', reason: 'Unsupported', key: PREFIX + name, value: 'x' }]);
  expect(problems[0]!.message).toContain(says);
});

test.each([
  `${PREFIX}azure-load-balancer-internal`,
  `${PREFIX}port_443_health-probe_interval`,
  `${PREFIX}aws-load-balancer-type`,
  'example.com/azure-load-balancer-internall',
])('nothing is said of %s', (key) => {
  expect(warn(key)).toEqual([]);
});
