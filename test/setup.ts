import { types } from 'node:util';

// Jest runs tests in a realm of their own, so errors of Node.js itself are no `instanceof Error` there, and the AWS SDK
// wraps what it does not take for an error: the name and the code would be lost in tests alone. Look at what it is instead.
const byPrototype = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return (this === Error && types.isNativeError(value)) || byPrototype.call(this, value);
  },
});
