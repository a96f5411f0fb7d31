/** Seconds per period, and how many periods an alarm covers. */
export interface Window {
  readonly period: number;
  readonly periods: number;
}

export interface AlarmWindows {
  /** Two gaps without a run. The same window keeps the alarm on errors ringing from one failed run to the next. */
  readonly run: Window;
  /** A day in which every run left something unknown. */
  readonly unknown: Window;
}

const DAY = 1440;
// Metrics come a few minutes late: a shorter window would ring for that.
const SHORTEST_MINUTES = 15;

/** Alarm windows that fit a schedule: each holds at least one run if all is well, so that a gap in the data means a gap in the runs. */
export function alarmWindows(longestGapMinutes: number): AlarmWindows {
  return { run: runWindow(longestGapMinutes), unknown: unknownWindow(longestGapMinutes) };
}

// CloudWatch: a period is a day at most, all periods seven days.
function runWindow(gap: number): Window {
  if (gap <= DAY) return { period: Math.max(gap, SHORTEST_MINUTES) * 60, periods: 2 };
  return { period: DAY * 60, periods: Math.min(7, 2 * Math.ceil(gap / DAY)) };
}

function unknownWindow(gap: number): Window {
  const minutes = Math.min(Math.max(2 * gap, 60), DAY);
  return { period: minutes * 60, periods: Math.ceil(DAY / minutes) };
}
