// Which objects does a label selector mean? Its schema, as Kubernetes has it
// (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
import { Type } from 'typebox';
import { fields, oneOf, ruled, textMap } from './schema.js';

const requirement = ruled(
  fields(
    {
      key: Type.String({ description: 'The label.', minLength: 1, maxLength: 316 }),
      operator: oneOf(['In', 'NotIn', 'Exists', 'DoesNotExist'], 'How the label is compared with `values`.'),
      values: Type.Optional(
        Type.Array(Type.String({ maxLength: 63 }), {
          description: 'For In and NotIn: the values. For Exists and DoesNotExist: none.',
          maxItems: 32,
        }),
      ),
    },
    'One comparison.',
  ),
  {
    rule: "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : !has(self.values) || size(self.values) == 0",
    message: 'must have values with In and NotIn, and none with Exists and DoesNotExist',
    fieldPath: '.values',
  },
);

export function labelSelector(description: string) {
  return fields(
    {
      matchLabels: Type.Optional(textMap('Labels that must be there, with these values.')),
      matchExpressions: Type.Optional(
        Type.Array(requirement, { description: 'Further comparisons; all must hold.', maxItems: 32 }),
      ),
    },
    description,
  );
}
