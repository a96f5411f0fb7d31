import { notKnown, ok, unanswered, wrong, type Finding } from '../../core/doctor/finding.ts';
import type { KeyFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';

const NEEDED = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** Can these publishers, ARNs of roles and names of services, use the key of the topic? */
export function judgeKey(id: string, key: Lookup<KeyFacts | null>, publishers: readonly string[]): readonly Finding[] {
  const what = `key ${id.replace(/^.*:key\//, '')} of the topic`;
  if (key.kind === 'unknown') return [unanswered(what, key.why, 'kms:DescribeKey and kms:GetKeyPolicy')];
  if (key.value === null)
    return [wrong(what, 'it does not exist: nothing can be published', 'give the topic another key')];
  const { state, isAwsManaged, policy } = key.value;
  if (state !== 'Enabled')
    return [
      wrong(
        what,
        `its state is ${state}: nothing can be published`,
        `${mending(state, id)}, or give the topic another key`,
      ),
    ];
  if (isAwsManaged)
    return [
      wrong(
        what,
        'AWS manages it, and no service of AWS but SNS may use it: alarms do not arrive',
        'give the topic a key of yours (docs/deploying.md, "A key of yours")',
      ),
    ];
  const statements = statementsOf(policy ?? '');
  if (statements === null) return [notKnown(what, 'its policy is not the JSON that KMS documents')];
  const without = publishers.filter(
    (publisher) => !NEEDED.every((action) => allows(statements, { publisher, action })),
  );
  return without.length === 0
    ? [ok(what, `its policy lets ${publishers.length} publishers use it; conditions were not evaluated`)]
    : without.map((publisher) =>
        wrong(
          what,
          `its policy does not allow ${NEEDED.join(' and ')} to ${publisher}`,
          'add the statement of docs/deploying.md, "A key of yours"',
        ),
      );
}

function mending(state: string, id: string): string {
  return state === 'PendingDeletion'
    ? `run \`aws kms cancel-key-deletion --key-id ${id}\` and then \`aws kms enable-key --key-id ${id}\``
    : `run \`aws kms enable-key --key-id ${id}\``;
}

type Statement = Readonly<Record<string, unknown>>;

/** null: the text is not a policy. */
function statementsOf(text: string): readonly Statement[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    const found: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'Statement') : null;
    const list: readonly unknown[] = Array.isArray(found) ? found : [found];
    const statements = list.filter((one): one is Statement => typeof one === 'object' && one !== null);
    return statements.length > 0 ? statements : null;
  } catch {
    return null;
  }
}

interface Use {
  readonly publisher: string;
  readonly action: string;
}

/** The policy of a key decides for services. For a role the account may decide by its own policies, if the key lets it. */
function allows(statements: readonly Statement[], use: Use): boolean {
  const matching = statements.filter((statement) => isFor(statement, use));
  const isDenied = matching.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined);
  return !isDenied && matching.some(({ Effect }) => Effect === 'Allow');
}

function isFor({ Principal, Action }: Statement, { publisher, action }: Use): boolean {
  const actions = textsOf(Action);
  return (
    actions.some((pattern) => matches(pattern, action)) &&
    principalsOf(Principal).some((principal) => isPrincipal(principal, publisher))
  );
}

function principalsOf(principal: unknown): readonly string[] {
  if (typeof principal === 'string') return [principal];
  return typeof principal === 'object' && principal !== null ? Object.values(principal).flatMap(textsOf) : [];
}

function isPrincipal(principal: string, publisher: string): boolean {
  if (principal === '*' || principal === publisher) return true;
  const account = /^arn:[\w-]+:iam::(\d{12}):role\//.exec(publisher)?.[1];
  return account !== undefined && (principal === account || principal.endsWith(`:iam::${account}:root`));
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === 'string');
}

/** `*` stands for any text. IAM ignores the case of actions. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
