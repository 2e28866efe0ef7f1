// What of CustomResourceDefinitions do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

export const API_EXTENSION_FACTS: PackageFacts = {
  name: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
  plain: 'CustomResourceValidation ExternalDocumentation WebhookClientConfig',
  definitions: {
    CustomResourceColumnDefinition: { required: 'name type jsonPath' },
    CustomResourceConversion: { required: 'strategy' },
    CustomResourceDefinition: { required: 'spec' },
    CustomResourceDefinitionCondition: { required: 'type status' },
    CustomResourceDefinitionNames: { required: 'plural kind' },
    CustomResourceDefinitionSpec: { required: 'group names scope versions' },
    CustomResourceDefinitionStatus: { maps: { conditions: 'type' } },
    CustomResourceDefinitionVersion: { required: 'name served storage' },
    CustomResourceSubresourceScale: { required: 'specReplicasPath statusReplicasPath' },
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
    },
    SelectableField: { required: 'jsonPath' },
    ServiceReference: { required: 'namespace name' },
    ValidationRule: {
      required: 'rule',
      enums: { reason: 'FieldValueDuplicate FieldValueForbidden FieldValueInvalid FieldValueRequired' },
    },
    WebhookConversion: { required: 'conversionReviewVersions' },
  },
};
