/** The desired values of one target, by setting id. A setting that is left out is not compared. */
export type Desired = Readonly<Record<string, string>>;
