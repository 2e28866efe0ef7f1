// npm marks a package's bin as executable when it installs it; a build in place needs the same.
import { chmodSync } from 'node:fs';

chmodSync(process.argv[2], 0o755);
