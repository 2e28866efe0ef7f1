// Does the README show what the commands really print? Each block after a mark like `<!-- output of: plan -f … -->` is
// that command's output. A block is written anew when it says something else than before; addresses, ports, times and
// names of folders differ with each run, and alone are nothing new. `--check` only says what has drifted.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'README.md';
const BLOCK = /(<!-- output of: (.+?) -->\n```\n)(\$ .+\n)([\s\S]*?)(```)/g;

function outputOf(command) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/main.js', ...command.split(' ')], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  // `plan` ends with 2 where there are changes.
  if (status !== 0 && status !== 2) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return `${shortened(stdout).trim()}\n`;
}

/** Of the models that a sandbox shows while it changes, the last. */
function shortened(text) {
  const first = text.indexOf('\nAddresses\n');
  const last = text.lastIndexOf('\nAddresses\n');
  if (first < 0) return text;
  const start = text.slice(0, first).split('\n');
  const operations = start.findIndex((line) => /^ {2}(create|update|delete) /.test(line));
  const introduction = (operations < 0 ? start : start.slice(0, operations)).join('\n').trimEnd();
  return `${introduction}\n\n…\n${text.slice(last)}`;
}

function lasting(text) {
  return text
    .replace(/\b198\.(18|19)\.\d+\.\d+/g, '<address>')
    .replace(/127\.0\.0\.1:\d+/g, '<server>')
    .replace(/ -p \d+ /g, ' -p <port> ')
    .replace(/=\/\S+\/kubeconfig/g, '=<kubeconfig>')
    .replace(/\n.*kubectl on your PATH.*\n/, '')
    .replace(/(probe \w+) 3\d{4}/g, '$1 <port>')
    .split('\n')
    .map((line) =>
      line
        .replace(/^ *3\d{3} allow/, 'allow')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .map((line) => line.split(/, | /).sort().join(' '))
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}

const before = readFileSync(FILE, 'utf8');
const after = before.replace(BLOCK, (block, mark, command, prompt, shown, end) => {
  const output = outputOf(command);
  return lasting(output) === lasting(shown) ? block : `${mark}${prompt}${output}${end}`;
});
if (after !== before && process.argv.includes('--check')) {
  process.stderr.write(`${FILE} shows other output than the commands print. Run: make readme\n`);
  process.exitCode = 1;
} else if (after !== before) {
  writeFileSync(FILE, after);
  process.stdout.write(`wrote ${FILE}\n`);
}
