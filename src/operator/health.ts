// Is the program well, and is it ready? Two questions with different consequences: who isn't well is restarted, who isn't
// ready is only waited for. Neither asks Azure or Kubernetes anything.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Operator } from './loop.js';

export interface Health {
  /** Milliseconds the event loop was held up at most since the last question. */
  readonly lag: () => number;
  /** Has Azure accepted our credentials yet? */
  readonly hasToken: () => boolean;
  readonly operator: Pick<Operator, 'overdue' | 'readiness'>;
  /** What the cluster lacks, in sentences. */
  readonly lacks?: () => readonly string[];
  /** Without it nobody else is reckoned with. `trouble`: why it isn't known who leads, or empty. */
  readonly election?: { readonly role: string; readonly trouble: string } | undefined;
}

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/** Milliseconds. */
const MOST_LAG = 20_000;
const MOST_OVERDUE = 60_000;

/** `lag` of this process. */
export function measureLag(): { readonly lag: () => number; readonly stop: () => void } {
  const histogram = monitorEventLoopDelay({ resolution: 100 });
  histogram.enable();
  return {
    lag() {
      const most = histogram.max / 1e6;
      histogram.reset();
      return most;
    },
    stop: () => void histogram.disable(),
  };
}

/** GET /healthz and /readyz: 200 `ok`, or 503 with the reasons, one a line. */
export function answerHealth(path: string, health: Health): { readonly status: number; readonly body: string } {
  switch (path) {
    case '/healthz':
      return answer(troublesOf(health));
    case '/readyz': {
      const { because } = health.operator.readiness();
      // While nothing else is wrong: before there are settings nobody asks Azure anything.
      const isUnknown = because.length === 0 && !health.hasToken();
      const { role, trouble } = health.election ?? { role: '', trouble: '' };
      const who = trouble ? [`leader election: ${trouble}`] : [];
      const token = isUnknown ? ['Azure has not accepted our credentials yet'] : [];
      return answer(
        [...(health.lacks?.() ?? []), ...because, ...token, ...who],
        role ? `ok, ${role.toLowerCase()}` : 'ok',
      );
    }
    default:
      return { status: 404, body: 'not found\n' };
  }
}

function troublesOf({ lag, operator }: Health): readonly string[] {
  const held = lag();
  const overdue = operator.overdue();
  return [
    ...(held > MOST_LAG ? [`the event loop was held up for ${Math.round(held)} ms`] : []),
    ...(overdue > MOST_OVERDUE ? [`a pass has been due for ${Math.round(overdue)} ms`] : []),
  ];
}

function answer(troubles: readonly string[], well = 'ok'): { readonly status: number; readonly body: string } {
  return troubles.length === 0 ? { status: 200, body: `${well}\n` } : { status: 503, body: `${troubles.join('\n')}\n` };
}

/** `address` is `:8081` or `127.0.0.1:0`. Rejects where it can't listen there. */
export function serveHealth(address: string, health: Health): Promise<Served> {
  return listen(
    address,
    createServer((request, response) => {
      const { status, body } = answerHealth(pathOf(request.url), health);
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
    }),
  );
}

/** GET /metrics, in Prometheus' text form. */
export function serveMetrics(address: string, registry: Registry): Promise<Served> {
  return listen(
    address,
    createServer((request, response) => {
      if (pathOf(request.url) !== '/metrics') return void response.writeHead(404).end();
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    }),
  );
}

function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?')[0]!;
}

function listen(address: string, server: Server): Promise<Served> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(colon + 1));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host && { host }) }, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
