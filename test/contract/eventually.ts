// How does a test wait? For a condition with a deadline, never for a time.

/** Calls until it doesn't throw; after the deadline (milliseconds) its last error is thrown. */
export async function eventually<T>(check: () => T | Promise<T>, deadline = 30_000, interval = 50): Promise<T> {
  const end = Date.now() + deadline;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }
}
