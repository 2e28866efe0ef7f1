// Which cloud is meant, and what does azure.json say? Without any SDK.
import { describe, expect, test } from '@jest/globals';
import { parseAzureConfig, readAzureConfig } from '../../../src/adapters/azure/azure-config.js';
import { readCloud, type AzureCloud } from '../../../src/adapters/azure/cloud.js';
import { retryAfter } from '../../../src/adapters/azure/errors.js';

const NO_FILE = (): string => {
  throw new Error('no file was to be read');
};

describe('the cloud', () => {
  test.each([
    { cloud: undefined, endpoint: 'https://management.azure.com' },
    { cloud: 'AzurePublicCloud', endpoint: 'https://management.azure.com' },
    { cloud: 'AZUREUSGOVERNMENT', endpoint: 'https://management.usgovcloudapi.net' },
    { cloud: 'AzureUSGovernmentCloud', endpoint: 'https://management.usgovcloudapi.net' },
    { cloud: 'AzureChinaCloud', endpoint: 'https://management.chinacloudapi.cn' },
  ])('$cloud is at $endpoint, and its tokens are for it', ({ cloud, endpoint }) => {
    const read = readCloud(cloud ? { cloud } : {}, {}, NO_FILE);
    expect(read).toMatchObject({ endpoint, scope: `${endpoint}/.default`, custom: false });
  });

  test('the authority that workload identity brings tells the cloud', () => {
    const read = readCloud({}, { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' }, NO_FILE);
    expect(read.name).toBe('AzureUSGovernment');
  });

  test('AZURE_ENVIRONMENT_FILEPATH goes before all', () => {
    const file = {
      name: 'AzureStackCloud',
      resourceManagerEndpoint: 'https://127.0.0.1:4/',
      activeDirectoryEndpoint: 'https://127.0.0.1:5/',
      tokenAudience: 'https://audience/',
    };
    const read = readCloud({ cloud: 'AzureChinaCloud' }, { AZURE_ENVIRONMENT_FILEPATH: '/e' }, () =>
      JSON.stringify(file),
    );
    const expected: AzureCloud = {
      name: 'AzureStackCloud',
      endpoint: 'https://127.0.0.1:4',
      authority: 'https://127.0.0.1:5',
      scope: 'https://audience//.default',
      custom: true,
    };
    expect(read).toEqual(expected);
  });

  test.each([
    { config: { cloud: 'AzureGermanCloud' }, says: 'AzureGermanCloud' },
    { config: { cloud: 'AzureStackCloud' }, says: 'AZURE_ENVIRONMENT_FILEPATH' },
    {
      config: { resourceManagerEndpoint: 'http://x', activeDirectoryAuthorityHost: 'https://x' },
      says: 'https://',
    },
  ])('what cannot be used is named: $says', ({ config, says }) => {
    expect(() => readCloud(config, {}, NO_FILE)).toThrow(says);
  });
});

describe('azure.json', () => {
  test('gives what it knows, and nothing for the empty and the unknown', () => {
    const text = '\uFEFF{"cloud":"","resourceGroup":"g","vmType":7,"useManagedIdentityExtension":true,"location":null}';
    expect(parseAzureConfig(text)).toEqual({ resourceGroup: 'g', useManagedIdentityExtension: true });
  });

  test.each([
    { text: '{"resourceGroup": 7}', says: 'azure.json: resourceGroup must be a string, not 7' },
    { text: '{"aadClientSecret": "hidden"', says: 'azure.json: is not JSON' },
    { text: '[]', says: 'azure.json: must hold a JSON object' },
  ])('$says', ({ text, says }) => {
    expect(() => parseAzureConfig(text)).toThrow(new Error(says));
  });

  test('a file that is not there is said to be so', () => {
    expect(() => readAzureConfig('/not/there')).toThrow('azure.json (/not/there): cannot be read: ENOENT');
  });
});

test.each([
  { headers: { 'retry-after': '10' }, seconds: 10 },
  { headers: { 'x-ms-retry-after-ms': '1500', 'retry-after': '10' }, seconds: 1.5 },
  { headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }, seconds: 20 },
  { headers: { 'retry-after': 'soon' }, seconds: undefined },
  { headers: {}, seconds: undefined },
])('$headers means $seconds seconds', ({ headers, seconds }) => {
  expect(retryAfter(headers, 10_000)).toBe(seconds);
});
