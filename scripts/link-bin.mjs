// Makes the build in place usable as an installed package would be: its bin is executable, and `npx` finds it by name.
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';

const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync('node_modules/.bin', { recursive: true });
for (const [name, file] of Object.entries(bin)) {
  chmodSync(file, 0o755);
  rmSync(`node_modules/.bin/${name}`, { force: true });
  symlinkSync(`../../${file}`, `node_modules/.bin/${name}`);
}
