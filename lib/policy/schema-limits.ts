import * as z from 'zod/mini';
import { FINDING_KINDS } from '../core/alerts/finding-kinds.ts';
import { ALERT_KINDS } from '../core/alerts/model.ts';
import { oneOf } from './schema-parts.ts';
import { dollars } from './schema-prices.ts';

const COUNT = 'a whole number, 0 or more';
const POSITIVE = 'a whole number, 1 or more';
/** What is counted is kept in an item of the table, which has a largest size. */
const REPAIRS = 'a whole number, 1 to 100';
const FLAPS = 'a whole number, 1 to 1000';
/** A longer cool-down repairs nothing that people rely on: that is what `remediation: report` is for. */
const COOL_DOWN = 'seconds, minutes or hours, such as 30s or 5m, at most 168h';

/** Guard rails. */
export const limits = z.strictObject(
  {
    maxActions: z
      ._default(z.int(COUNT).check(z.minimum(0, COUNT)), 10)
      .check(
        z.describe(
          'If a run needs more writes than this, it makes none: a wrong policy must not rewrite an estate. A first roll-out may raise it for one run with --max-actions.',
        ),
      ),
    maxRepairs: z
      ._default(z.int(REPAIRS).check(z.minimum(1, REPAIRS), z.maximum(100, REPAIRS)), 3)
      .check(
        z.describe(
          'A setting of a target that was repaired so often within 24 hours is left alone for the rest of them, and an alert names the caller that undoes the repairs.',
        ),
      ),
    maxMonthlyCost: z
      .optional(dollars)
      .check(
        z.describe(
          'If the writes of a run would cost more than so many US dollars a month, or nobody knows how much, none is made. Without it there is no such limit.',
        ),
      ),
    coolDown: z
      ._default(
        z.string(COOL_DOWN).check(z.regex(/^((0|[1-9]\d{0,3})[sm]|(0|[1-9]\d?|1[0-5]\d|16[0-8])h)$/, COOL_DOWN)),
        '30s',
      )
      .check(z.describe('The least time between two repairs of a target: 30s, 5m, 1h; at most 168h, a week.')),
  },
  'a map with maxActions, maxRepairs, maxMonthlyCost, coolDown',
);

const RUNBOOK = 'an https URL without #, in at most 1000 characters';
const RUNBOOK_URL = /^https:\/\/[\w.-]+(?::\d+)?(?:\/[^\s#<>"|\\^`{}]*)?$/;
/** Slack takes 3000 characters in a link. */
export const MAX_RUNBOOK = 1000;

const DURATION = 'hours or days, such as 12h or 3d';

const kinds = (channel: string) =>
  z
    ._default(z.array(oneOf(ALERT_KINDS), 'a list of kinds of alerts'), [...ALERT_KINDS])
    .check(z.describe(`The kinds of alerts that go to ${channel}; all, if left out.`));

const channels = z.strictObject(
  {
    sns: kinds('the SNS topic'),
    slack: kinds('the Slack webhook'),
    eventBridge: kinds('the bus of EventBridge'),
    securityHub: z
      ._default(z.array(oneOf(FINDING_KINDS), 'a list of kinds of alerts that change a finding'), [...FINDING_KINDS])
      .check(
        z.describe(
          'The kinds of alerts that go to Security Hub, of those that change a finding; all of these, if left out.',
        ),
      ),
  },
  'a map with sns, slack, eventBridge, securityHub',
);

/** When alerts are sent, with the schema of `severity`. */
export const alertsWith = <T extends z.ZodMiniType>(severity: T) =>
  z.strictObject(
    {
      remindAfter: z
        ._default(z.string(DURATION).check(z.regex(/^[1-9]\d{0,3}[hd]$/, DURATION)), '3d')
        .check(
          z.describe(
            'How long a drift stays open before a reminder: 12h, 3d. Each further reminder takes twice as long.',
          ),
        ),
      unreadableAfter: z
        ._default(z.int(POSITIVE).check(z.minimum(1, POSITIVE)), 2)
        .check(z.describe('Full runs in a row that could not read a target before there is an alert.')),
      flapLimit: z
        ._default(z.int(FLAPS).check(z.minimum(1, FLAPS), z.maximum(1000, FLAPS)), 3)
        .check(
          z.describe(
            'A drift that opens or changes more often than this in a day is announced once as flapping, and then no more.',
          ),
        ),
      severity,
      runbook: z
        .optional(
          z.string(RUNBOOK).check(
            z.maxLength(MAX_RUNBOOK, RUNBOOK),
            z.refine((text) => RUNBOOK_URL.test(text) && URL.canParse(text), RUNBOOK),
          ),
        )
        .check(
          z.describe(
            'The page with the next steps for each kind of alert: messages link to it, with # and the kind or the reason. Without it they name the section of docs/runbook.md, which is in the repository and in the package for npm.',
          ),
        ),
      channels: z
        .prefault(channels, {})
        .check(z.describe('Which kinds of alerts go where. A kind that goes nowhere is never sent.')),
    },
    'a map with remindAfter, unreadableAfter, flapLimit, severity, runbook, channels',
  );
