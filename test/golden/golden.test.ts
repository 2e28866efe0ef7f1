// Does each scenario still mean the same? A scenario is a folder with what goes in and what must come out; every
// example of manifests/examples is one too, in the cluster of surroundings.yaml. `make golden` renews what must come
// out: read the difference before you commit it.
// Of the cluster that the examples stand in, the ingress controller is played here: an Ingress without an address gets
// the controller's.
import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Chalk } from 'chalk';
import { type Manifests, readManifests } from '../../src/cli/plan/manifests.js';
import { planDocument } from '../../src/cli/plan/plan-document.js';
import { planOffline } from '../../src/cli/plan/plan-offline.js';
import { planText } from '../../src/cli/plan/plan-text.js';
import { readSavedAzure } from '../../src/cli/plan/saved-azure.js';

const HERE = import.meta.dirname;
const EXAMPLES = resolve(HERE, '../../manifests/examples');
const RENEW = process.env['RENEW_GOLDEN'] === '1';

interface Scenario {
  readonly name: string;
  readonly manifests: readonly string[];
  readonly folder: string;
}

// A node port is granted by the policy that stands in another example.
const ALSO: Readonly<Record<string, readonly string[]>> = { 'node-port': ['host-port.yaml'] };

const SCENARIOS: readonly Scenario[] = [
  ...readdirSync(EXAMPLES)
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .map((file) => {
      const name = basename(file, '.yaml');
      const files = [file, ...(ALSO[name] ?? [])].map((one) => join(EXAMPLES, one));
      return { name, manifests: [join(HERE, 'surroundings.yaml'), ...files], folder: join(HERE, 'examples', name) };
    }),
  ...readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'examples')
    .map(({ name }) => ({ name, manifests: [join(HERE, name, 'cluster.yaml')], folder: join(HERE, name) })),
].sort((a, b) => (a.name < b.name ? -1 : 1));

const CONTROLLER = { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } };

async function manifestsOf(scenario: Scenario): Promise<Manifests> {
  const manifests = await readManifests(scenario.manifests);
  const isExample = scenario.folder.startsWith(join(HERE, 'examples'));
  const objects = manifests.objects.map(({ kind, raw }) => ({
    kind,
    raw: isExample && kind === 'Ingress' && raw['status'] === undefined ? { ...raw, status: CONTROLLER } : raw,
  }));
  return { ...manifests, objects };
}

async function outcome(scenario: Scenario) {
  const state = join(scenario.folder, 'azure.json');
  const saved = existsSync(state) ? await readSavedAzure(state) : undefined;
  const { foreseen, problems, notes } = planOffline(await manifestsOf(scenario), saved);
  const document = planDocument(foreseen, problems, notes);
  return {
    'model.json': `${JSON.stringify(document.model, null, 2)}\n`,
    'plan.txt': planText(document, new Chalk({ level: 0 })),
    'report.json': `${JSON.stringify({ statuses: document.statuses, problems: document.problems, held: document.held, withheld: document.withheld }, null, 2)}\n`,
  };
}

describe('golden scenarios', () => {
  test.each(SCENARIOS)('$name', async (scenario) => {
    const files = await outcome(scenario);
    for (const [file, content] of Object.entries(files)) {
      const path = join(scenario.folder, file);
      if (RENEW) {
        mkdirSync(scenario.folder, { recursive: true });
        writeFileSync(path, content);
      }
      expect(content).toBe(readFileSync(path, 'utf8'));
    }
  });

  test.each(SCENARIOS)('$name: with its model as Azure, nothing is left to do', async (scenario) => {
    const first = planOffline(await manifestsOf(scenario), undefined);
    const { model } = planDocument(first.foreseen, [], []);
    const again = planOffline(await manifestsOf(scenario), model);
    expect(again.foreseen.steps.flat().map(({ id, changes }) => ({ id, changes }))).toEqual([]);
  });
});
