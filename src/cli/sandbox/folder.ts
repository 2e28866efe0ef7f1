// Where does a sandbox keep its files, and is it alone there? Its process id stands in the folder while it runs: after
// a crash that process is gone, and the next sandbox takes the folder over.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../failure.js';

export interface Folder {
  readonly path: string;
  /** A temporary folder goes; of another only the claim. */
  release(): Promise<void>;
}

export async function claimFolder(given: string | undefined): Promise<Folder> {
  if (given === undefined) {
    const path = await mkdtemp(join(tmpdir(), 'azure-network-operator-'));
    return { path, release: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
  }
  const path = resolve(given);
  const claim = join(path, 'sandbox.pid');
  try {
    await makeFolder(path);
    await writeClaim(claim, path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--directory ${given}: can't write there (${(error as Error).message}); choose another folder`,
    );
  }
  return { path, release: () => rm(claim, { force: true }) };
}

/** Not by `recursive` where the parent is there: Node tries for ever in a folder such as /proc, which takes none. */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  await mkdir(path, { recursive: !(await isFolder(dirname(path))) });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function writeClaim(claim: string, path: string): Promise<void> {
  for (;;) {
    try {
      return await writeFile(claim, `${process.pid}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(claim, 'utf8').catch(() => ''));
    if (isRunning(owner)) {
      throw new UsageError(
        `--directory ${path}: another sandbox runs there, as process ${owner}; stop it, or choose another folder ` +
          `(if no sandbox runs, remove ${claim})`,
      );
    }
    await rm(claim, { force: true });
  }
}

function isRunning(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
