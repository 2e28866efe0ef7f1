// What does the fake's file `env` set? The same variables, for a program that no shell starts.

/** Shell lines: `export NAME=value`, quoted where need be. */
export function readEnvironment(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^(?:export )?(\w+)=(['"]?)(.*)\2$/.exec(line);
      return match ? [[match[1]!, match[3]!] as const] : [];
    }),
  );
}
