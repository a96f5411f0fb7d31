import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { TrailFacts } from '../../core/doctor/facts.ts';
import { itemsOf } from '../items-of.ts';

type Answer = TrailFacts['recordsWrites'];

interface Selectors {
  readonly EventSelectors?: readonly EventSelector[] | undefined;
  readonly AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
}

const MACIE = 'macie2.amazonaws.com';

/**
 * Does a trail with these selectors record calls that change Macie? It has selectors of one kind.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function recordsWrites({ EventSelectors, AdvancedEventSelectors }: Selectors): Answer {
  const answers = new Set([
    ...itemsOf(EventSelectors).map(ofBasic),
    ...itemsOf(AdvancedEventSelectors).map(ofAdvanced),
  ]);
  if (answers.has('yes')) return 'yes';
  return answers.has('partly') ? 'partly' : 'no';
}

/** Management events are recorded unless a selector says that they are not. */
function ofBasic({ IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources }: EventSelector): Answer {
  const isRecorded = IncludeManagementEvents !== false && ReadWriteType !== 'ReadOnly';
  return isRecorded && !(ExcludeManagementEventSources ?? []).includes(MACIE) ? 'yes' : 'no';
}

/** All fields of a selector have to match. */
function ofAdvanced({ FieldSelectors }: AdvancedEventSelector): Answer {
  const fields = itemsOf(FieldSelectors);
  if (!fields.some((field) => field.Field === 'eventCategory' && field.Equals?.includes('Management'))) return 'no';
  const answers = new Set(fields.map(ofField));
  if (answers.has('no')) return 'no';
  return answers.has('partly') ? 'partly' : 'yes';
}

function ofField({ Field, Equals, NotEquals, ...others }: AdvancedFieldSelector): Answer {
  const wanted = Field === undefined ? undefined : WANTED[Field];
  const isPlain = [others.StartsWith, others.EndsWith, others.NotStartsWith, others.NotEndsWith].every(
    (values) => values === undefined,
  );
  if (wanted === undefined || !isPlain) return 'partly';
  return (Equals?.includes(wanted) ?? true) && !NotEquals?.includes(wanted) ? 'yes' : 'no';
}

/** The values of the events that are needed, by field. */
const WANTED: Readonly<Record<string, string>> = {
  eventCategory: 'Management',
  eventSource: MACIE,
  readOnly: 'false',
};
