import { definePlainGroup } from './group.ts';
import { PUBLICATION } from './publication-ids.ts';
import { compareValue, defineSetting, GONE_WITH_SESSION, type SettingDefinition } from './setting.ts';

interface Flag {
  readonly name: string;
  readonly kind: string;
  /** The request parameter that sets it. */
  readonly parameter: string;
  readonly description: string;
}

const FLAGS = {
  policyFindings: {
    name: 'policyFindings',
    kind: 'policy findings',
    parameter: 'securityHubConfiguration.publishPolicyFindings',
    description:
      'Are findings on the security of buckets published to Security Hub? Publication is only ever turned on.',
  },
  classificationFindings: {
    name: 'classificationFindings',
    kind: 'sensitive data findings',
    parameter: 'securityHubConfiguration.publishClassificationFindings',
    description: 'Are findings of sensitive data published to Security Hub? Publication is only ever turned on.',
  },
} as const satisfies Record<string, Flag>;

export const policyFindings = publicationSetting(FLAGS.policyFindings);
export const classificationFindings = publicationSetting(FLAGS.classificationFindings);

/** PutFindingsPublicationConfiguration takes both flags: one that is not to change is sent as it was read. */
export const publicationGroup = definePlainGroup(PUBLICATION, {
  operation: 'PutFindingsPublicationConfiguration',
  alwaysSent: [policyFindings.id, classificationFindings.id],
});

function publicationSetting({ name, kind, parameter, description }: Flag): SettingDefinition {
  const id = `${PUBLICATION}.${name}`;
  return defineSetting({
    id,
    group: PUBLICATION,
    schema: { kind: 'boolean', description },
    repairedBy: 'turning publication on',
    compare: (desired, read) => compareValue(id, desired, read),
    chooseAction: ({ desired, actual }, { values }) => {
      if (desired !== 'true')
        return {
          kind: 'manual',
          detail: `macie-warden never stops the publication of ${kind}: stop it by hand in the Macie console, under Settings`,
        };
      if (actual !== 'false')
        return {
          kind: 'manual',
          detail:
            'AWS shows a value that this version does not know, and nothing is written on a guess: check it in the Macie console',
        };
      const missing = Object.values(FLAGS).find((flag) => !isFlag(values[`${PUBLICATION}.${flag.name}`]));
      return missing
        ? {
            kind: 'manual',
            detail: `the answer has no value for the publication of ${missing.kind}, and the call sets both: turn publication on in the Macie console`,
          }
        : { kind: 'write', action: 'publish' };
    },
    describeAction: () => `publish ${kind} to Security Hub`,
    describeState: (value) => {
      if (value === 'true') return `Macie publishes ${kind} to Security Hub`;
      return value === 'false'
        ? `Macie does not publish ${kind} to Security Hub`
        : `the publication of ${kind} is ${value ?? 'not set'}`;
    },
    severityOf: ({ desired }) => (desired === 'true' ? 'MEDIUM' : 'LOW'),
    // https://docs.aws.amazon.com/macie/latest/user/securityhub-integration.html
    describeLoss: ({ desired, actual }) =>
      desired === 'true' && actual === 'false'
        ? 'Findings that were made meanwhile are not published afterwards: read them in Macie.'
        : null,
    attributedTo: {
      PutFindingsPublicationConfiguration: { parameter, otherwise: 'unchanged' },
      ...GONE_WITH_SESSION,
    },
    callsToLookUp: () => ['PutFindingsPublicationConfiguration'],
  });
}

function isFlag(value: string | null | undefined): boolean {
  return value === 'true' || value === 'false';
}
