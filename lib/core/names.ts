/** The form of an account id. */
export const ACCOUNT_ID = /^\d{12}$/;

/** The form of a Region name in every partition, such as us-east-1, us-gov-west-1 or eusc-de-east-1. AWS adds Regions: there may be none of that name. */
export const REGION_NAME = /^[a-z]{2,4}(-[a-z]{2,16}){1,3}-\d{1,2}$/;
