// What was asked of the sandbox? Nonsense is refused before anything starts.
import { UsageError } from '../failure.js';

/** As commander gives them. */
export interface SandboxOptions {
  /** `embedded`, `control-plane`, or the name of a context. */
  readonly kubernetes: string;
  readonly examples: boolean;
  readonly once?: boolean;
  /** Seconds. */
  readonly timeout: string;
  readonly directory?: string;
  readonly port?: string;
  readonly yes?: boolean;
}

export interface Asked extends Omit<SandboxOptions, 'timeout' | 'port'> {
  /** Milliseconds. */
  readonly patience: number;
  readonly port?: number;
}

export function readOptions({ timeout, port, ...rest }: SandboxOptions): Asked {
  const seconds = Number(timeout);
  if (timeout.trim() === '' || !Number.isFinite(seconds) || seconds <= 0 || seconds > 86_400)
    throw new UsageError(`--timeout ${timeout}: it must be a number of seconds, from more than 0 to 86400`);
  if (port !== undefined && !/^([1-9]\d{0,4})$/.test(port)) throw wrongPort(port);
  if (port !== undefined && Number(port) > 65_535) throw wrongPort(port);
  if (port !== undefined && rest.kubernetes !== 'embedded')
    throw new UsageError(`--port ${port}: only the embedded API takes a port, not --kubernetes ${rest.kubernetes}`);
  if (rest.kubernetes === '')
    throw new UsageError('--kubernetes: it is empty; embedded, control-plane or the name of a context is allowed');
  return { ...rest, patience: seconds * 1000, ...(port !== undefined && { port: Number(port) }) };
}

function wrongPort(port: string): UsageError {
  return new UsageError(`--port ${port}: it must be a whole number from 1 to 65535`);
}
