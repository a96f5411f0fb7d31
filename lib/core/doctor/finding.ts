/** How a thing stands that macie-warden depends on. */
export const STANDINGS = ['ok', 'wrong', 'not-known'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The areas of an examination, in the order in which they are shown. */
export const AREAS = [
  'versions',
  'access',
  'regions',
  'policy',
  'macie',
  'accounts',
  'table',
  'notifications',
  'archive',
  'runs',
  'changes',
  'trails',
] as const;
export type Area = (typeof AREAS)[number];

/** One line of an examination. */
export interface Finding {
  readonly standing: Standing;
  /** The thing that was examined, such as `table macie-warden-prod`. */
  readonly what: string;
  /** Without a full stop. */
  readonly detail: string;
  /** Without a full stop; null: there is nothing to do. */
  readonly toDo: string | null;
}

export interface AreaFindings {
  readonly area: Area;
  readonly findings: readonly Finding[];
}

export interface Examination {
  readonly examinedAt: string;
  /** The name of the stack. */
  readonly stack: string;
  readonly isDeployed: boolean;
  readonly homeRegion: string;
  /** The ARN of the caller. */
  readonly identity: string;
  readonly areas: readonly AreaFindings[];
}

export function ok(what: string, detail: string): Finding {
  return { standing: 'ok', what, detail, toDo: null };
}

export function wrong(what: string, detail: string, toDo: string): Finding {
  return { standing: 'wrong', what, detail, toDo };
}

export function notKnown(what: string, detail: string, toDo: string | null = null): Finding {
  return { standing: 'not-known', what, detail, toDo };
}

/** AWS gave no answer. `actions`: those that would be allowed where it denied one. */
export function unanswered(what: string, why: string, actions: string): Finding {
  const isDenied = /denied|not authorized/i.test(why);
  return notKnown(what, why, isDenied ? `allow ${actions} to this caller` : 'try again; `--only` examines one area');
}

export function countStandings({ areas }: Pick<Examination, 'areas'>): Readonly<Record<Standing, number>> {
  const all = areas.flatMap(({ findings }) => findings);
  const count = (standing: Standing): number => all.filter((finding) => finding.standing === standing).length;
  return { ok: count('ok'), wrong: count('wrong'), 'not-known': count('not-known') };
}

/** What is wrong goes before what is not known, as drift does before unknown. */
export function standingOf(examination: Pick<Examination, 'areas'>): Standing {
  const counts = countStandings(examination);
  if (counts.wrong > 0) return 'wrong';
  return counts['not-known'] > 0 ? 'not-known' : 'ok';
}
