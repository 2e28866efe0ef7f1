// Is a transcript read as it is written, and is nothing that means something lost in its words?
import { describe, expect, test } from '@jest/globals';
import { normalise } from './normalise.js';
import { parseTranscript, printTranscript, showPrinted } from './transcript.js';

const TEXT = `# A story.

# eventually
$ kubectl apply -f - <<EOF
kind: ConfigMap
$ not a command
EOF
configmap/a created

second block
! a warning
[exit 1]

$ echo a \\
  b
$ echo a \\
  c
`;

describe('a transcript', () => {
  const steps = parseTranscript(TEXT);

  test('is read into commands with what they print', () => {
    expect(steps.map(({ command, output, isEventual }) => ({ command, output, isEventual }))).toEqual([
      {
        command: 'kubectl apply -f - <<EOF\nkind: ConfigMap\n$ not a command\nEOF',
        output: 'configmap/a created\n\nsecond block\n! a warning\n[exit 1]',
        isEventual: true,
      },
      { command: 'echo a \\\n  b', output: '', isEventual: false },
      { command: 'echo a \\\n  c', output: '', isEventual: false },
    ]);
  });

  test('gives each command a name of its own', () => {
    expect(steps.map(({ name }) => name)).toEqual(['$ kubectl apply -f - <<EOF', '$ echo a \\', '$ echo a \\ (2)']);
  });

  test('is printed as it is read', () => {
    expect(parseTranscript(printTranscript(steps))).toEqual(steps);
  });

  test.each([
    { text: 'kubectl get pods\n', because: 'line 1 is neither comment nor command: kubectl get pods' },
    { text: '$ cat <<EOF\nabc\n', because: 'line 1: the heredoc has no end EOF' },
  ])('of a wrong form is refused: $because', ({ text, because }) => {
    expect(() => parseTranscript(text)).toThrow(because);
  });

  test('shows stderr and the exit status', () => {
    expect(showPrinted({ stdout: 'out\n', stderr: 'one\n\ntwo\n', code: 3 })).toBe('out\n! one\n!\n! two\n[exit 3]');
    expect(showPrinted({ stdout: '', stderr: '', code: 0 })).toBe('');
  });
});

describe('what is printed', () => {
  test.each([
    { printed: 'uid: 0f8b2b3e-1d67-4f0a-9d7e-aaaaaaaaaaaa', words: 'uid: <uid>' },
    { printed: 'pod/web-7d4b9c6f5-x2k8q created', words: 'pod/web-<hash>-<id> created' },
    { printed: '  "resourceVersion": "123"', words: '  "resourceVersion": "<version>"' },
    { printed: 'port 31000 and 31234', words: 'port <node-port> and 31234' },
    { printed: 'between 30000-32767', words: 'between 30000-32767' },
    { printed: 'clusterIP: 10.0.12.3', words: 'clusterIP: <cluster-ip>' },
    { printed: 'cpu: 10m, ttl: 5m', words: 'cpu: 10m, ttl: 5m' },
    { printed: 'a-configmap-with-words', words: 'a-configmap-with-words' },
  ])('$printed reads $words', ({ printed, words }) => {
    expect(normalise(printed, 'kubectl create service nodeport --node-port=31234')).toBe(words);
  });

  test('loses ages in tables alone, and stands in columns again', () => {
    const printed = [
      'NAME    CLUSTER-IP     EXTERNAL-IP   PORT(S)   AGE',
      'a       10.0.171.239   <none>        80/TCP    5s',
      'b5m     10.0.0.1       <pending>     80/TCP    2m30s',
    ];
    expect(normalise(printed.join('\n'), '').split('\n')).toEqual([
      'NAME   CLUSTER-IP     EXTERNAL-IP   PORT(S)   AGE',
      'a      <cluster-ip>   <none>        80/TCP    <age>',
      'b5m    <cluster-ip>   <pending>     80/TCP    <age>',
    ]);
  });
});
