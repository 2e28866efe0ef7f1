import { describe, expect, test } from '@jest/globals';
import { answerHealth, serveHealth, serveMetrics } from '../../src/operator/health.js';
import { createMetrics } from '../../src/operator/metrics.js';

const WELL = {
  lag: () => 5,
  hasToken: () => true,
  operator: { overdue: () => 0, readiness: () => ({ isReady: true, because: [] as string[] }) },
};

describe('health', () => {
  test.each([
    { path: '/healthz', health: WELL, status: 200, says: 'ok' },
    { path: '/healthz', health: { ...WELL, lag: () => 30_000 }, status: 503, says: 'event loop' },
    {
      path: '/healthz',
      health: { ...WELL, operator: { ...WELL.operator, overdue: () => 61_000 } },
      status: 503,
      says: 'pass',
    },
    { path: '/readyz', health: WELL, status: 200, says: 'ok' },
    { path: '/readyz', health: { ...WELL, hasToken: () => false }, status: 503, says: 'credentials' },
    {
      path: '/readyz',
      health: {
        ...WELL,
        operator: { ...WELL.operator, readiness: () => ({ isReady: false, because: ['Pod: Waiting'] }) },
      },
      status: 503,
      says: 'Pod: Waiting',
    },
    {
      path: '/readyz',
      health: { ...WELL, election: { role: 'Standby', trouble: '' } },
      status: 200,
      says: 'ok, standby',
    },
    {
      path: '/readyz',
      health: { ...WELL, election: { role: 'Standby', trouble: 'no right' } },
      status: 503,
      says: 'leader election: no right',
    },
    { path: '/readyz', health: { ...WELL, lacks: () => ['no kinds'] }, status: 503, says: 'no kinds' },
    { path: '/healthz', health: { ...WELL, lacks: () => ['no kinds'] }, status: 200, says: 'ok' },
    { path: '/', health: WELL, status: 404, says: 'not found' },
  ])('$path answers $status: $says', ({ path, health, status, says }) => {
    const answer = answerHealth(path, health);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(says);
  });

  test('is served, and so are the metrics', async () => {
    const metrics = createMetrics();
    metrics.observe({ kind: 'write', id: '' as never, status: 429, code: 'RetryableError', milliseconds: 1 });
    metrics.leading(true);
    metrics.request('200', 'GET', 'api:6443');
    const health = await serveHealth('127.0.0.1:0', WELL);
    const measured = await serveMetrics('127.0.0.1:0', metrics.registry);
    expect((await fetch(`http://127.0.0.1:${health.port}/readyz?verbose`)).status).toBe(200);
    const text = await (await fetch(`http://127.0.0.1:${measured.port}/metrics`)).text();
    expect(text).toContain('azure_throttled_total{reason="lock"} 1');
    expect(text).toContain('leader_election_master_status{name="azure-network-operator"} 1');
    expect(text).toContain('rest_client_requests_total{code="200",method="GET",host="api:6443"} 1');
    await Promise.all([health.close(), measured.close()]);
  });
});
