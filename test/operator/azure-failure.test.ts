// Which of Azure's refusals are tried again by themselves, and which wait until somebody asks for something else?
import { expect, test } from '@jest/globals';
import { judgeFailure } from '../../src/operator/azure-failure.js';
import { AzureError } from '../../src/operator/ports.js';

test.each([
  { code: 'PublicIPPrefixHasNoAvailableIPs', kind: 'Passing', because: 'another Service may give its address back' },
  { code: 'PublicIPCountLimitReached', kind: 'Passing', because: 'public IPs go, and quotas are raised' },
  { code: 'DnsRecordInUse', kind: 'Passing', because: 'whoever has the label may give it up' },
  { code: 'PublicIPAddressCannotBeDeleted', kind: 'Passing', because: 'the frontend that has it is on its way out' },
  { code: 'InvalidRequestFormat', kind: 'Terminal', because: 'the same words will be refused again' },
])('a refusal with $code is $kind: $because', ({ code, kind }) => {
  const error = new AzureError({ status: 400, code, message: 'no', detailCodes: [], uncertain: false });
  expect(judgeFailure(error)).toMatchObject({ kind, isRefusal: true, code });
});
