import type { SecurityHubValues } from './stack-values.ts';

type Value = (name: string) => string;

/** Where a stack imports findings. In the account of their targets, those of its own account are in every Region. */
export function securityHubValues(value: Value): SecurityHubValues {
  const isInMembers = value('securityHubIn') === 'members';
  const region = isInMembers ? '*' : '${AWS::Region}';
  const product = `arn:\${AWS::Partition}:securityhub:${region}:\${AWS::AccountId}:product/\${AWS::AccountId}/default`;
  if (value('securityHub') !== 'on') return { kind: 'off', account: '', role: '', members: 'off', product: '' };
  return {
    kind: 'on',
    account: { Ref: 'AWS::AccountId' },
    role: isInMembers ? value('readRoleName') : '',
    members: isInMembers ? 'on' : 'off',
    product: { 'Fn::Sub': product },
  };
}

/** A sentence on a parameter that lacks another one. */
export function securityHubProblems(value: Value): readonly string[] {
  if (value('securityHubIn') !== 'members') return [];
  const needed = ['securityHub', 'organization'].filter((name) => value(name) !== 'on');
  return needed.map((name) => `--param securityHubIn=members needs --param ${name}=on`);
}
