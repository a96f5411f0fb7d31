/** Off for longer, and Macie deletes the results. https://docs.aws.amazon.com/macie/latest/user/discovery-asdd-account-manage.html */
export const DISCOVERY_LOSS =
  'Once automated discovery has been off for 30 days, Macie deletes its statistics and results for good.';
