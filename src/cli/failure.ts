// How does a command end that can't do what it was asked? With one line that says what to do, and a status.

/** Something that the person at the keyboard can mend. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** Writes the line; returns the exit status. */
export function explainFailure(error: unknown, verbose: boolean): number {
  const failure = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`azure-network-operator: ${failure.message}\n`);
  if (verbose && failure.stack) process.stderr.write(`${failure.stack}\n`);
  return failure instanceof UsageError ? failure.exitCode : 1;
}
