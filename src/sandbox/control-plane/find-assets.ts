// Where are the programs of a control plane? Under KUBEBUILDER_ASSETS, as envtest has it
// (https://book.kubebuilder.io/reference/envtest); test/control-plane/build makes such a folder.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

export const PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kwok',
] as const;
export type Program = (typeof PROGRAMS)[number];

/** The folder KUBEBUILDER_ASSETS names; undefined where it is unset. Throws one line where a program is missing in it. */
export function findAssets(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = environment.KUBEBUILDER_ASSETS;
  if (!folder) return undefined;
  const missing = PROGRAMS.filter((program) => !isExecutable(join(folder, program)));
  if (missing.length === 0) return folder;
  throw new Error(
    `KUBEBUILDER_ASSETS=${folder} lacks ${missing.join(', ')}: set it to the folder that test/control-plane/build prints`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
