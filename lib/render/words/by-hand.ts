/** An action of a person. A difference that has none is to be repaired by hand already. */
export function byHandText(action: string): string {
  return action.endsWith(' by hand') ? action : `${action} by hand`;
}
