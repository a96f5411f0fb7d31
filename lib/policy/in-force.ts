/** A waiver is in force through the end of its day, UTC. Dates of this form compare as text. */
export function isInForce({ expires }: { readonly expires: string }, now: Date): boolean {
  return dayOf(now) <= expires;
}

export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
