// How long? A duration as Kubernetes and Go write it, in whole hours, minutes and seconds: `10m`, `90s`, `1h30m`
// (https://pkg.go.dev/time#ParseDuration, of which this is the part that settings need).

const PART = /(\d{1,6})([hms])/g;
const SHAPE = /^(?:\d{1,6}[hms]){1,3}$/;
const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Seconds; undefined where the text is no such duration. */
export function parseDuration(text: string): number | undefined {
  if (!SHAPE.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit!]!, 0);
}
