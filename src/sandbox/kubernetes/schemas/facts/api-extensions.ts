// What of CustomResourceDefinitions do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3 and its Go types say them. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

export const API_EXTENSION_FACTS: PackageFacts = {
  name: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
  plain: 'CustomResourceValidation ExternalDocumentation',
  definitions: {
    CustomResourceColumnDefinition: { required: 'name type jsonPath' },
    CustomResourceConversion: { required: 'strategy' },
    CustomResourceDefinition: { required: 'spec', structs: 'metadata spec status' },
    CustomResourceDefinitionCondition: { nulls: 'lastTransitionTime', required: 'type status' },
    CustomResourceDefinitionNames: { required: 'plural kind' },
    CustomResourceDefinitionSpec: { required: 'group names scope versions', structs: 'names' },
    CustomResourceDefinitionStatus: {
      maps: { conditions: 'type' },
      structs: 'acceptedNames',
      keeps: 'conditions storedVersions',
    },
    CustomResourceDefinitionVersion: { required: 'name served storage', keeps: 'deprecationWarning' },
    CustomResourceSubresourceScale: { required: 'specReplicasPath statusReplicasPath', keeps: 'labelSelectorPath' },
    CustomResourceSubresourceStatus: { isNew: true },
    CustomResourceSubresources: { types: { status: 'CustomResourceSubresourceStatus' } },
    JSONSchemaProps: {
      types: {
        additionalItems: 'JSONSchemaPropsOrBool',
        additionalProperties: 'JSONSchemaPropsOrBool',
        default: 'JSON',
        dependencies: 'JSONSchemaPropsOrStringArray{}',
        enum: 'JSON[]',
        example: 'JSON',
        items: 'JSONSchemaPropsOrArray',
      },
      maps: { 'x-kubernetes-validations': 'rule' },
      merge: { 'x-kubernetes-validations': 'rule' },
      keeps:
        '$ref maximum minimum maxLength minLength maxItems minItems multipleOf maxProperties minProperties x-kubernetes-preserve-unknown-fields x-kubernetes-list-type x-kubernetes-map-type',
    },
    SelectableField: { required: 'jsonPath' },
    ServiceReference: { required: 'namespace name', keeps: 'path port' },
    ValidationRule: {
      required: 'rule',
      enums: { reason: 'FieldValueDuplicate FieldValueForbidden FieldValueInvalid FieldValueRequired' },
      keeps: 'reason optionalOldSelf',
    },
    WebhookClientConfig: { keeps: 'url' },
    WebhookConversion: { required: 'conversionReviewVersions' },
  },
};
