/** The form of an account id. */
export const ACCOUNT_ID = /^\d{12}$/;

/** The form of a Region name, whether or not there is such a Region: AWS adds some. */
export const REGION_NAME = /^[a-z]{2}(-[a-z]+)+-\d$/;
