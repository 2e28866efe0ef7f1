import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Agent } from 'undici';
import { describeOnControlPlane } from '../../../contract/describe-on-control-plane.js';
import { eventually } from '../../../contract/eventually.js';
import { APPLY_CASES } from './cases/apply-patch-cases.js';
import { JSON_CASES } from './cases/json-patch-cases.js';
import { MERGE_CASES } from './cases/merge-patch-cases.js';
import { OWNERS_CASES } from './cases/owners-cases.js';
import { STRATEGIC_CASES } from './cases/strategic-merge-patch-cases.js';
import { SHAPE_DEFINITION } from './kinds.js';
import { call, NAME, ownersOf, playPure, playReal, valueAt } from './patch-case.js';
import type { Outcome, PatchCase, RealServer } from './patch-case.js';

const TABLES: readonly (readonly [string, readonly PatchCase[]])[] = [
  ['A JSON patch', JSON_CASES],
  ['A merge patch', MERGE_CASES],
  ['A strategic merge patch', STRATEGIC_CASES],
  ['A server-side apply', APPLY_CASES],
  ['The record of owners', OWNERS_CASES],
];

/** `NAME` in cases is the name that the object has here. */
function withName<T>(value: T, name: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(NAME, name)) as T;
}

function expectOutcome({ after = {}, owners = {}, error }: PatchCase, outcome: Outcome, name: string): void {
  if (error) return expect(outcome.error).toEqual(withName(error, name));
  expect(outcome.error).toBeUndefined();
  const object = outcome.object ?? {};
  const found = Object.fromEntries(Object.keys(after).map((path) => [path, valueAt(object, path)]));
  expect(found).toEqual(
    Object.fromEntries(Object.entries(after).map(([path, one]) => [path, one && withName(one, name)])),
  );
  const entries = ownersOf(object);
  expect(Object.fromEntries(Object.keys(owners).map((manager) => [manager, entries[manager]]))).toEqual(owners);
}

describe.each(TABLES)('%s', (_, cases) => {
  test.each(cases)('$name, because: $because', (row) => {
    expectOutcome(row, playPure(named(row, 'object'), 'object'), 'object');
  });
});

describeOnControlPlane('Patches on a real API server', (controlPlane) => {
  let real: RealServer;
  beforeAll(async () => {
    real = await connect(controlPlane());
    await call(real, 'POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', SHAPE_DEFINITION);
    await eventually(async () => {
      const { kind } = await call(real, 'GET', '/apis/patches.example.com/v1/namespaces/default/shapes');
      expect(kind).toBe('ShapeList');
    });
  }, 60_000);

  describe.each(TABLES)('%s', (title, cases) => {
    test.each(cases.map((row, index) => ({ ...row, index })))('$name, because: $because', async ({ index, ...row }) => {
      const name = `${title.toLowerCase().replaceAll(' ', '-')}-${index}`;
      expectOutcome(row, await playReal(real, named(row, name), name), name);
    });
  });
});

function named(row: PatchCase, name: string): PatchCase {
  return { ...row, steps: withName(row.steps, name) };
}

async function connect({ server, kubeconfig }: { server: string; kubeconfig: string }): Promise<RealServer> {
  const { clusters, users } = JSON.parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { 'certificate-authority-data': string } }];
    users: [{ user: { token: string } }];
  };
  const ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString();
  return { server, token: users[0].user.token, agent: new Agent({ connect: { ca } }) };
}
