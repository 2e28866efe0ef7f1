// What may an administrator decide about an NSG that rules are written to?
import { Type } from 'typebox';
import { armId, defaulted, fields, oneOf, ruled } from './schema.js';

export const ALLOW_PRIORITIES = '3000-3499';
export const DENY_PRIORITIES = '3500-3599';
export const NODE_DESTINATIONS = 'Addresses';

// The rules on bands hold for texts of the right shape only, so that a wrong one is blamed once.
const BAND = "'^[0-9]{3,4}-[0-9]{3,4}$'";
const lower = (text: string) => `int(${text}.split('-')[0])`;
const upper = (text: string) => `int(${text}.split('-')[1])`;

function band(description: string) {
  return ruled(
    Type.String({ description, maxLength: 9 }),
    { rule: `self.matches(${BAND})`, message: 'must be two priorities with a hyphen between them, such as 3000-3499' },
    {
      rule: `!self.matches(${BAND}) || (${lower('self')} >= 100 && ${upper('self')} <= 4096)`,
      message: 'must lie within 100-4096, the priorities that Azure gives to users',
    },
    {
      rule: `!self.matches(${BAND}) || ${lower('self')} <= ${upper('self')}`,
      message: 'must begin with the lower of its two priorities',
    },
  );
}

export const securityGroup = ruled(
  fields(
    {
      id: armId('networkSecurityGroups', 'The NSG, by its id.'),
      allowPriorities: defaulted(band('Priorities that our rules that allow may take.'), ALLOW_PRIORITIES),
      denyPriorities: defaulted(band('Priorities that our rules that deny may take.'), DENY_PRIORITIES),
      nodeDestinations: defaulted(
        oneOf(
          ['Addresses', 'Subnets'],
          'How nodes stand in rules: Addresses, each by its own; Subnets, by the prefixes of their subnets, which takes fewer entries but means every machine there.',
        ),
        NODE_DESTINATIONS,
      ),
    },
    'An NSG that rules are written to, and where in it.',
  ),
  {
    rule:
      `!self.allowPriorities.matches(${BAND}) || !self.denyPriorities.matches(${BAND}) || ` +
      `${upper('self.allowPriorities')} < ${lower('self.denyPriorities')} || ` +
      `${upper('self.denyPriorities')} < ${lower('self.allowPriorities')}`,
    message: 'must not overlap allowPriorities',
    fieldPath: '.denyPriorities',
  },
);
