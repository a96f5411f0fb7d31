/** The form of an account id. */
export const ACCOUNT_ID = /^\d{12}$/;

/** The form of a Region name in every partition, such as us-east-1, us-gov-west-1 or eusc-de-east-1. AWS adds Regions: there may be none of that name. */
export const REGION_NAME = /^[a-z]{2,4}(-[a-z]{2,16}){1,3}-\d{1,2}$/;

/** The form of the id of an organizational unit or of a root. https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const ORGANIZATIONAL_UNIT_ID = /^(ou-[0-9a-z]{1,32}-[0-9a-z]{1,32}|r-[0-9a-z]{1,32})$/;
