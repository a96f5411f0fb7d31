import type { AlarmWindows } from './alarm-windows.ts';
import type { Reference } from './subscriptions.ts';

/** The values that serverless.yml takes from the parameters. */
export interface StackValues {
  readonly remediation: 'report' | 'enforce';
  readonly logRetentionDays: number;
  readonly windows: AlarmWindows;
  readonly policySource: PolicySource;
  readonly slackWebhook: 'none' | 'ssm';
  readonly alertBus: AlertBus;
  /** The SSM parameter with the secret of Slack: a token or the URL of a webhook. Empty: there is none. */
  readonly slackParameter: string;
  readonly securityHub: SecurityHubValues;
  readonly slackChannel: 'none' | 'channel';
  readonly digest: 'off' | 'on';
  readonly forwarding: 'off' | 'on';
  /** The Regions from which changes are forwarded; never the one of the stack. */
  readonly forwardingRegions: readonly string[];
  /** The principals that assume the role of the StackSet: CloudFormation, under its names in opt-in Regions too. */
  readonly forwardingPrincipals: readonly string[];
  readonly topicOwner: 'stack' | 'other';
  readonly topic: Reference;
  /** Where alarms go: to the topic of the reports, if to no other. */
  readonly alarmTopic: Reference;
  /** Whose key encrypts the topic; `none`: of somebody else's topic nothing is known. */
  readonly keyOwner: 'stack' | 'other' | 'none';
  readonly key: Reference;
  readonly subscriptions: { readonly Resources: Readonly<Record<string, object>> };
  readonly runs: Runs;
  readonly archive: ArchiveValues;
  readonly organization: OrganizationValues;
}

/** The bus of EventBridge that gets the alerts, and its ARN. */
export interface AlertBus {
  readonly kind: 'none' | 'bus';
  readonly resource: string | object;
}

/** The Security Hub that gets the findings. */
export interface SecurityHubValues {
  readonly kind: Switch;
  readonly account: '' | object;
  /** The role that imports findings in other accounts; empty: none does. */
  readonly role: string;
  /** Are findings imported in the accounts of their targets? */
  readonly members: Switch;
  /** The ARN of the product whose findings are imported. */
  readonly product: '' | object;
}

type Switch = 'off' | 'on';

/** The archive of reports. */
export interface ArchiveValues {
  readonly bucket: Switch;
  /** In the environment of the functions; empty: there is none. */
  readonly name: Reference;
  /** The organization's last step archives too. */
  readonly ofOrganization: Switch;
  readonly lock: Switch;
  readonly lockMode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly retentionDays: number;
  readonly encryption: object;
}

/** What the schedule starts, and the metric that counts it. */
export interface Runs {
  readonly target: object;
  readonly action: 'lambda:InvokeFunction' | 'states:StartExecution';
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly object[];
}

/** Which parts of the organization the stack has. */
export interface OrganizationValues {
  /** The state machine, its steps, the archive, their alarms and the rules that watch the stack. */
  readonly machine: Switch;
  readonly repairs: Switch;
  readonly policySource: PolicySource['kind'];
  readonly slackWebhook: StackValues['slackWebhook'];
  readonly alertBus: AlertBus['kind'];
  readonly securityHub: Switch;
  readonly keyOwner: StackValues['keyOwner'];
  readonly topicOwner: StackValues['topicOwner'];
  readonly pulse: Switch;
  /** The bus takes events of the accounts of the organization. */
  readonly memberEvents: Switch;
  readonly members: 'off' | 'service-managed' | 'self-managed';
  readonly units: readonly string[];
  readonly accounts: readonly string[];
  readonly memberRegions: readonly string[];
  readonly callAs: 'DELEGATED_ADMIN' | 'SELF';
  readonly archiveEncryption: object;
  /** From how many milliseconds on a run is close to the next one. */
  readonly slowRunMs: number;
}

/** The facts of a stack beside its parameters. */
export interface StackContext {
  /** The Region that it is deployed in. */
  readonly region: string;
  /** Part of every name. */
  readonly stage: string;
  /** The policy that is packaged with it, as far as it can be read; null where it is kept elsewhere. */
  readonly policy: PackagedPolicy | null;
}

export interface PackagedPolicy {
  readonly regions: 'all' | readonly string[];
  readonly excludeRegions: readonly string[];
  /** The names of the roles that it assumes in other accounts, where they matter. */
  readonly roles?: { readonly read: string; readonly repair: string };
}

/** Where the policy is kept, as the resource part of an ARN. */
export interface PolicySource {
  readonly kind: 'file' | 'ssm' | 's3';
  readonly resource: string;
}

/** With problems the values are those of safe defaults: nothing may be packaged with them. */
export interface Parsed {
  readonly values: StackValues;
  readonly problems: readonly string[];
  /** Values that work and are probably mistakes. */
  readonly warnings: readonly string[];
}
