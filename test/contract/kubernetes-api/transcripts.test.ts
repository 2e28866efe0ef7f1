// Does kubectl print on the embedded Kubernetes API what it prints on a real one? Each command of transcripts/*.txt is
// a test; `npm run transcripts` records them anew, on a real control plane.
import { afterAll, beforeAll, describe, expect, test as jestTest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { describeOnBoth } from '../describe-on-both.js';
import { kubectlFolder } from './kubectl.js';
import { tell, type Story, type Telling } from './tell-story.js';
import { parseTranscript, printTranscript } from './transcript.js';

const FOLDER = resolve(import.meta.dirname, 'transcripts');
const RENEWS = process.env.RENEW_GOLDEN === '1';
const ONLY = process.env.TRANSCRIPT;
/** Stories told at the same time; most of their time is kubectl's own. */
const AT_ONCE = 3;

const STORIES: readonly Story[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.txt') && (!ONLY || ONLY.split(',').includes(basename(file, '.txt'))))
  .sort()
  .map((file) => ({
    name: basename(file, '.txt'),
    steps: parseTranscript(readFileSync(join(FOLDER, file), 'utf8')),
  }));

const kubectl = kubectlFolder();

if (!kubectl) {
  const why = 'no kubectl of version 1.36 or newer: set KUBEBUILDER_ASSETS, or put one on the PATH';
  process.stderr.write(`SKIPPED what kubectl prints: ${why}\n`);
  jestTest.skip(why, () => undefined);
} else {
  describeOnBoth('what kubectl prints', (server, test, isReal) => {
    if (RENEWS && !isReal) return jestTest.skip('not recorded here', () => undefined);
    const tellings = new Map<Story, Telling>();
    let directory: string;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'transcripts-'));
      const waiting = [...STORIES];
      const stage = { folder: kubectl, kubeconfig: server().kubeconfig, directory };
      const next = async (): Promise<void> => {
        const story = waiting.shift();
        if (!story) return;
        const telling = tell(story, stage, RENEWS);
        tellings.set(story, telling);
        await telling.ended;
        await next();
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
    }, 300_000);
    afterAll(async () => {
      if (RENEWS) for (const story of STORIES) await renew(story, tellings.get(story)!);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }, 30_000);

    describe.each(STORIES)('$name', (story) => {
      for (const [index, step] of story.steps.entries()) {
        const what = `${story.name}: ${step.name}`;
        test(what, async () => {
          const printed = await tellings.get(story)!.printed(index);
          if (!RENEWS) expect(printed).toBe(step.output);
        });
      }
    });
  });
}

async function renew({ name, steps }: Story, telling: Telling): Promise<void> {
  const told = await Promise.all(steps.map(async (step, index) => ({ ...step, output: await telling.printed(index) })));
  const file = join(FOLDER, `${name}.txt`);
  const text = printTranscript(told);
  if (text !== (await readFile(file, 'utf8'))) await writeFile(file, text);
}
