/** Room for text, in bytes as it will be inside a JSON string. */
export class Budget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Takes room for the text if there is enough; otherwise takes nothing. */
  take(text: string): boolean {
    const bytes = encodedBytes(text);
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/** UTF-8 bytes of a text inside a JSON string, without the quotes around it. */
export function encodedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** The longest run of items from the start that fits. `reserve` is kept free for what comes after them. */
export function itemsThatFit(items: readonly string[], budget: Budget): readonly string[] {
  const end = items.findIndex((item) => !budget.take(item));
  return end < 0 ? items : items.slice(0, end);
}
