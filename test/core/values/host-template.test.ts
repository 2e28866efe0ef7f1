// Which hosts does a template give, and what in it isn't known?
import { describe, expect, test } from '@jest/globals';
import { badAction, fillTemplate } from '../../../src/core/values/host-template.js';

const WEB = {
  kind: 'Service',
  name: 'web',
  namespace: 'shop',
  labels: { app: 'front', 'app.kubernetes.io/name': 'long' },
  annotations: { host: 'noted' },
};

describe('a template of hosts', () => {
  test.each([
    ['{{.Name}}.{{.Namespace}}.example.com', 'web.shop.example.com'],
    ['{{ .Name }}.a.b,{{- .Kind -}}.a.b', 'web.a.b,Service.a.b'],
    ['{{.Labels.app}}.{{.Annotations.host}}.a.b', 'front.noted.a.b'],
    ['{{index .Labels "app.kubernetes.io/name"}}.a.b', 'long.a.b'],
    ['{{.ObjectMeta.Name}}.a.b', 'web.a.b'],
    ['plain.example.com', 'plain.example.com'],
  ])('%s', (template, text) => {
    expect(badAction(template)).toBeUndefined();
    expect(fillTemplate(template, WEB)).toEqual({ text });
  });

  test.each([
    ['{{.Labels.tier}}.a.b', '{{index .Labels "tier"}}'],
    ['{{index .Annotations "no/such"}}.a.b', '{{index .Annotations "no/such"}}'],
  ])('%s needs what the object has not', (template, missing) => {
    expect(fillTemplate(template, WEB)).toEqual({ missing });
  });

  test('nor is a namespace there for what has none', () => {
    expect(fillTemplate('{{.Namespace}}.a.b', { ...WEB, namespace: '' })).toEqual({ missing: '{{.Namespace}}' });
  });

  test.each([
    ['{{.Spec.Type}}.a.b', '{{.Spec.Type}}'],
    ['{{range .Items}}x{{end}}', '{{range .Items}}'],
    ['{{.Name | upper}}.a.b', '{{.Name | upper}}'],
    ['{{.Name}.a.b', '{{'],
    ['a}}.b', '}}'],
  ])('%s is not known', (template, action) => {
    expect(badAction(template)).toBe(action);
  });
});
