/** More of them belong into a mailing list. */
const MAX_ADDRESSES = 50;
// RFC 5321, 4.5.3.1.
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;

const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** The addresses of a list such as `a@example.com,b@example.com`. */
export function emailAddresses(list: string): readonly string[] {
  return list === '' ? [] : list.split(',').map((one) => one.trim());
}

/** The first thing that SNS refuses in a list of addresses, as `expected …, found …`; null if nothing. */
export function emailProblem(list: string): string | null {
  const addresses = emailAddresses(list);
  const bad = addresses.find((address) => !isAddress(address));
  if (bad !== undefined)
    return addresses.length === 1
      ? `expected an email address, found ${JSON.stringify(bad)}`
      : `expected email addresses with commas between them, found ${JSON.stringify(bad)} among them`;
  // Two subscriptions of one address are one for SNS: the removal of either would end both.
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) return `expected each address once, found ${twice} twice`;
  return addresses.length > MAX_ADDRESSES
    ? `expected ${MAX_ADDRESSES} addresses at most, found ${addresses.length}. Give the address of a mailing list`
    : null;
}

function isAddress(address: string): boolean {
  const [local = '', domain = '', ...more] = address.split('@');
  const labels = domain.split('.');
  return (
    more.length === 0 &&
    local.length <= MAX_LOCAL_PART &&
    address.length <= MAX_ADDRESS &&
    local.split('.').every((atom) => ATOM.test(atom)) &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}
