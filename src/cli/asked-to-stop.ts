// When does somebody want the end? With SIGTERM or Ctrl-C.

/** A second signal ends the process at once. */
export function askedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const asked = (signal: NodeJS.Signals): void => {
      process.once(signal, () => process.exit(1));
      resolve(signal);
    };
    process.once('SIGTERM', asked);
    process.once('SIGINT', asked);
  });
}
