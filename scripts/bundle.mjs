// Makes dist/bundle/: the commands in a few files that need Node and nothing else, for the container image. What is
// loaded lazily stays a chunk of its own. Names are kept, so a stack reads well without its map; with the maps beside it
// `node --enable-source-maps` names the sources, at 0.2 s and 65 MB more.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const OUT = 'dist/bundle';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: OUT,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.19',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'eof',
  metafile: true,
  logLevel: 'warning',
  define: { BUNDLED_VERSION: JSON.stringify(version) },
  // Packages that aren't ESM ask for Node's own modules by `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  plugins: [{ name: 'no-sandbox', setup: leaveOutSandbox }],
});
if (!Object.keys(metafile.inputs).includes('left-out:sandbox'))
  throw new Error('who loads the sandbox now? It is in the bundle');
writeFileSync(join(OUT, 'THIRD-PARTY-LICENSES.txt'), licences(Object.keys(metafile.inputs)));

/** The sandbox wants kubectl, examples and CRDs beside it: a checkout. */
function leaveOutSandbox({ onResolve, onLoad }) {
  onResolve({ filter: /^\.\/sandbox\.js$/ }, () => ({ path: 'sandbox', namespace: 'left-out' }));
  onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
    resolveDir: join(process.cwd(), 'src/cli'),
    contents: `
      import { UsageError } from './failure.js';
      export function sandbox() {
        throw new UsageError('there is no sandbox in the bundle: run \`make sandbox\` in a checkout');
      }`,
  }));
}

/** Of every package that a byte was taken from: what its licence asks to be kept. */
function licences(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(folders)].sort().map(licence).join('\n');
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder}/package.json names no licence: may it be shipped?`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${'='.repeat(80)}\n${name} ${version} (${license})\n`, ...texts, ''].join('\n');
}
