// What does a person want to know of a plan? What is wrong, first; then for each object what it causes, in order, with
// what changes; what is kept back; and one line that sums it up.
import { countOf } from '../../core/values/count-of.js';
import type { ChalkInstance } from 'chalk';
import type { Operation } from '../../core/network/operation.js';
import type { Change } from '../../core/network/change.js';
import type { Problem } from '../../core/values/problem.js';
import { describeChange, describeResource } from './describe-change.js';
import type { PlanDocument } from './plan-document.js';

type Step = PlanDocument['operations'][number];

export function planText(document: PlanDocument, colour: ChalkInstance): string {
  return [
    ...document.notes.map((note) => colour.dim(`Note: ${note}`)),
    ...section(
      'Problems',
      document.problems.map((one) => problemLines(one, colour)),
      colour,
    ),
    ...section(
      'Held: what these have in Azure stays as it is',
      document.held.map(({ object, message }) => [`  ${colour.bold(object)}  ${message}`]),
      colour,
    ),
    ...section(
      'Kept back',
      document.withheld.map((one) => [`  ${one.action} ${one.id}`, `      ${one.reason}: ${one.message}`]),
      colour,
    ),
    ...byObject(document.operations).flatMap(([object, parts]) => [
      '',
      colour.bold(object),
      ...parts.flatMap((part) => partLines(part, colour)),
    ]),
    '',
    summary(document, colour),
  ]
    .join('\n')
    .replace(/^\n+/, '')
    .concat('\n');
}

function section(title: string, entries: readonly (readonly string[])[], colour: ChalkInstance): readonly string[] {
  return entries.length === 0 ? [] : ['', colour.bold.underline(title), ...entries.flat()];
}

function problemLines({ object, severity, key, value, message }: Problem, colour: ChalkInstance): readonly string[] {
  const sign = severity === 'Error' ? colour.red('✗') : colour.yellow('!');
  return [
    `  ${sign} ${colour.bold(object)}  ${key}${value === '' ? '' : ` = ${JSON.stringify(value)}`}`,
    `      ${message}`,
  ];
}

interface Part {
  readonly operation: Step;
  readonly changes: readonly Change[];
}

// A write of a shared resource stands under each object that has a part in it, with that part only.
function byObject(operations: readonly Step[]): readonly [string, readonly Part[]][] {
  const parts = new Map<string, Part[]>();
  for (const operation of operations) {
    for (const object of operation.because.length > 0 ? operation.because : ['(nothing in the cluster)']) {
      const changes = operation.changes.filter(
        ({ because }) => !because || (because as readonly string[]).includes(object),
      );
      parts.set(object, [...(parts.get(object) ?? []), { operation, changes }]);
    }
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
}

const SIGNS: Readonly<Record<Operation['action'], string>> = { Create: '+', Update: '~', Delete: '-' };

function partLines({ operation, changes }: Part, colour: ChalkInstance): readonly string[] {
  const paint = { Create: colour.green, Update: colour.yellow, Delete: colour.red }[operation.action];
  // Where a record leads comes before how long it lives.
  const isLead = (detail: string): boolean => detail.startsWith('→');
  const details = changes
    .flatMap((change) => describeChange(change, operation.action) ?? [])
    .sort((a, b) => Number(isLead(b)) - Number(isLead(a)));
  const shown = details.slice(0, 12);
  return [
    `  ${colour.dim(String(operation.step))} ${paint(`${SIGNS[operation.action]} ${describeResource(operation)}`)}`,
    ...shown.map((detail) => `        ${detail}`),
    ...(details.length > shown.length ? [`        … and ${details.length - shown.length} more changes`] : []),
  ];
}

function summary({ operations, problems, held, withheld }: PlanDocument, colour: ChalkInstance): string {
  const count = (action: Operation['action']): number =>
    new Set(operations.filter((one) => one.action === action).map(({ id }) => id)).size;
  const steps = Math.max(0, ...operations.map(({ step }) => step));
  const errors = problems.filter(({ severity }) => severity === 'Error').length;
  const warnings = problems.length - errors;
  const parts = [
    operations.length === 0
      ? withheld.length > 0
        ? 'Nothing to send'
        : 'Nothing to do'
      : `${countOf(operations.length, 'write')} in ${countOf(steps, 'step')}: ${count('Create')} to create, ${count('Update')} to change, ${count('Delete')} to delete`,
    errors + warnings === 0
      ? 'no problems'
      : [errors && countOf(errors, 'problem'), warnings && countOf(warnings, 'warning')].filter(Boolean).join(', '),
    ...(held.length > 0 ? [`${held.length} held`] : []),
    ...(withheld.length > 0 ? [`${withheld.length} kept back`] : []),
  ];
  return colour.bold(`${parts.join('; ')}.`);
}
