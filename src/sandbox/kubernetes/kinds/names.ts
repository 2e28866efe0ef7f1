// How may things be called? Each check returns what is wrong, in the API server's words; nothing where all is well.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const KEY_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

type Problems = readonly string[];

const isAll = (pattern: string, text: string): boolean => new RegExp(`^(?:${pattern})$`).test(text);
const longest = (length: number, unit = 'characters'): string => `must be no more than ${length} ${unit}`;

/** The rule, examples of it, and the pattern that says it exactly. */
export function patternProblem(rule: string, pattern: string, ...examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${list}regex used for validation is '${pattern}')`;
}

export function dnsSubdomainProblems(text: string): Problems {
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [
    ...(text.length > 253 ? [longest(253)] : []),
    ...(isAll(SUBDOMAIN, text) ? [] : [patternProblem(rule, SUBDOMAIN, 'example.com')]),
  ];
}

export function dnsLabelProblems(text: string): Problems {
  const rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  const wrong = isAll(SUBDOMAIN, text) ? 'must not contain dots' : patternProblem(rule, LABEL, 'my-name', '123-abc');
  return [...(text.length > 63 ? [longest(63)] : []), ...(isAll(LABEL, text) ? [] : [wrong])];
}

export function dns1035LabelProblems(text: string): Problems {
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [
    ...(text.length > 63 ? [longest(63)] : []),
    ...(isAll(LABEL_1035, text) ? [] : [patternProblem(rule, LABEL_1035, 'my-name', 'abc-123')]),
  ];
}

export function wildcardProblems(text: string): Problems {
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  const pattern = `\\*\\.${SUBDOMAIN}`;
  return [
    ...(text.length > 253 ? [longest(253)] : []),
    ...(isAll(pattern, text) ? [] : [patternProblem(rule, pattern, '*.example.com')]),
  ];
}

/** Of labels, annotations, finalizers: a name with an optional prefix. */
export function qualifiedNameProblems(text: string): Problems {
  const parts = text.split('/');
  const pattern = patternProblem(KEY_RULE, KEY, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) {
    return [`a valid label key ${pattern} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const [name = '', prefix] = parts.reverse();
  const ofPrefix = prefix === '' ? ['must be non-empty'] : prefix === undefined ? [] : dnsSubdomainProblems(prefix);
  const ofName = [
    ...(name === '' ? ['must be non-empty'] : name.length > 63 ? [longest(63, 'bytes')] : []),
    ...(isAll(KEY, name) ? [] : [pattern]),
  ];
  return [...ofPrefix.map((one) => `prefix part ${one}`), ...ofName.map((one) => `name part ${one}`)];
}

export function labelValueProblems(text: string): Problems {
  const rule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const pattern = `(${KEY})?`;
  return [
    ...(text.length > 63 ? [longest(63, 'bytes')] : []),
    ...(isAll(pattern, text) ? [] : [patternProblem(rule, pattern, 'MyValue', 'my_value', '12345')]),
  ];
}

export function portNameProblems(text: string): Problems {
  return [
    ...(text.length > 15 ? [longest(15)] : []),
    ...(/^[-a-z0-9]+$/.test(text) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(text) ? [] : ['must contain at least one letter (a-z)']),
    ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(text) ? ['must not begin or end with a hyphen'] : []),
  ];
}

export function configKeyProblems(text: string): Problems {
  const pattern = '[-._a-zA-Z0-9]+';
  const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  const upwards = text === '.' || text === '..' ? [`must not be '${text}'`] : ["must not start with '..'"];
  return [
    ...(text.length > 253 ? [longest(253)] : []),
    ...(isAll(pattern, text) ? [] : [patternProblem(rule, pattern, 'key.name', 'KEY_NAME', 'key-name')]),
    ...(text === '.' || text.startsWith('..') ? upwards : []),
  ];
}

export function portProblems(port: number): Problems {
  return port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}
