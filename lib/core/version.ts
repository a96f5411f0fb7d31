/** Of package.json; a test holds them together. In the user agent, so that people can filter our calls in CloudTrail. */
export const VERSION = '0.1.0';
