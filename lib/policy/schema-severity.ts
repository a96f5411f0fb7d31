import * as z from 'zod/mini';
import { ALERT_KINDS } from '../core/alerts/model.ts';
import { match } from './schema-match.ts';
import { list, oneOf } from './schema-parts.ts';

/** RESOLVED is left out: a message would report an end that nobody has seen. */
const POLICY_SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** Each alert is compared with each rule. */
const MAX_RULES = 100;
const RULES = 'a list of rules with severity, and match, settings or kinds';
const FEW = `at most ${MAX_RULES} rules`;

const ruleWith = <T extends z.ZodMiniType<string>>(setting: T) =>
  z.strictObject(
    {
      match: z.optional(match),
      settings: z
        .optional(list(setting, 'the ids of settings, such as status'))
        .check(z.describe('The settings whose alerts it rates; all alerts, if left out.')),
      kinds: z
        .optional(list(oneOf(ALERT_KINDS), 'kinds of alerts'))
        .check(z.describe('The kinds of alerts that it rates; all but repaired, resolved and readable, if left out.')),
      severity: oneOf(POLICY_SEVERITIES).check(z.describe('The severity of these alerts.')),
    },
    'a map with severity, and match, settings or kinds',
  );

/** With the schema of the id of a setting. */
export const severityRulesWith = <T extends z.ZodMiniType<string>>(setting: T) =>
  z
    ._default(z.array(ruleWith(setting), RULES).check(z.maxLength(MAX_RULES, FEW)), [])
    .check(z.describe('Other severities than those of this version. The last rule that matches an alert wins.'));

export type PolicySeverityRule = z.infer<ReturnType<typeof ruleWith<z.ZodMiniType<string>>>>;
