// Does the fake answer as Azure did? Recorded traffic of real Azure is replayed against it; recordings and the tool that
// replays them live outside the repository: AZURE_RECORDINGS names the folder, AZURE_RECORDINGS_REPLAY the tool.
import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startFakeAzure } from '../../../src/sandbox/azure/index.js';

const folder = process.env['AZURE_RECORDINGS'];
const tool = process.env['AZURE_RECORDINGS_REPLAY'];

if (folder === undefined || tool === undefined) {
  console.warn('SKIPPED: recordings of real Azure (set AZURE_RECORDINGS and AZURE_RECORDINGS_REPLAY)');
  test.skip('answers as Azure did', () => undefined);
} else {
  test('answers as Azure did', async () => {
    const running = await startFakeAzure({ anyToken: true });
    try {
      const files = readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(folder, name));
      const args = [tool, '--endpoint', running.endpoint, '--ca', running.caFile, '--json', ...files];
      const output = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
      const report = JSON.parse(output.stdout) as {
        files: { file: string; differences: unknown[] }[];
        total: { equal: number };
      };
      expect(report.files.flatMap(({ differences }) => differences)).toEqual([]);
      expect(report.total.equal).toBeGreaterThan(40);
    } finally {
      await running.stop();
      await rm(running.directory, { recursive: true });
    }
  }, 60_000);
}
