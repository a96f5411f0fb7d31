import { expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, serverless } from './serverless.ts';

const NAME = 'organization.asl.json';

const SERVICE = `
service: machine
frameworkVersion: '*'
provider: { name: aws, runtime: nodejs24.x }
resources:
  Resources:
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: arn:aws:iam::111122223333:role/machine
        Definition: \${file(${NAME})}
`;

// Packaging leaves fields with null out, and variables of Serverless look like substitutions of CloudFormation.
test('packaging gives CloudFormation the definition of the organization as it is in the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  cpSync(join(ROOT, 'resources', NAME), join(folder, NAME));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'serverless.yml'), SERVICE);
  await serverless(['package'], { folder });
  const template = JSON.parse(
    readFileSync(join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8'),
  );
  const definition: unknown = JSON.parse(readFileSync(join(ROOT, 'resources', NAME), 'utf8'));
  expect(template.Resources.Machine.Properties.Definition).toEqual(definition);
});
