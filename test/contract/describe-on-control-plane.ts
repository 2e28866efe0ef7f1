// Where do suites that need a real Kubernetes get it? Here: one control plane per suite, stopped after it. Without
// KUBEBUILDER_ASSETS they are skipped aloud, or fail where REQUIRE_CONTROL_PLANE=1 asks for them.
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAssets } from '../../src/sandbox/control-plane/find-assets.js';
import {
  startControlPlane,
  type ControlPlane,
  type ControlPlaneOptions,
} from '../../src/sandbox/control-plane/start-control-plane.js';

const WHY = 'KUBEBUILDER_ASSETS is not set: export KUBEBUILDER_ASSETS="$(test/control-plane/build)"';

/** `fn` declares tests; `controlPlane()` may be called inside of them, once they run. */
export function describeOnControlPlane(
  name: string,
  fn: (controlPlane: () => ControlPlane) => void,
  options: Pick<ControlPlaneOptions, 'audit'> = {},
): void {
  const assets = findAssets();
  if (!assets) return process.env.REQUIRE_CONTROL_PLANE === '1' ? fail(name) : skip(name);
  describe(name, () => {
    let controlPlane: ControlPlane | undefined;
    let directory: string | undefined;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'control-plane-'));
      controlPlane = await startControlPlane({ assets, directory, ...options });
    }, 120_000);
    afterAll(async () => {
      await controlPlane?.stop();
      if (directory) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }, 60_000);
    fn(() => {
      if (!controlPlane) throw new Error('the control plane runs only while tests do: ask for it inside of a test');
      return controlPlane;
    });
  });
}

function skip(name: string): void {
  process.stderr.write(`SKIPPED ${name}: ${WHY}\n`);
  describe(name, () => test.skip(WHY, () => undefined));
}

function fail(name: string): void {
  describe(name, () => {
    test('finds a control plane, as REQUIRE_CONTROL_PLANE=1 asks', () => {
      throw new Error(WHY);
    });
  });
}
