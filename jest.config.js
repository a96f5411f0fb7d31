/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  testMatch: ['**/*.test.ts'],
  // Packaging and processes leave a core idle most of the time: Jest's own number is one worker less.
  maxWorkers: '100%',
  // Packaging and processes are slow where the machine does something else as well.
  testTimeout: 120_000,
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2024' }, module: { type: 'commonjs' } }],
  },
  // These ship ES modules only: let the transform make CommonJS of them.
  transformIgnorePatterns: [
    '/node_modules/(?!(@middy|p-map|commander|https?-proxy-agent|proxy-agent-negotiate|agent-base)/)',
  ],
  // middy's package.json has only `import` conditions, which a CommonJS resolver does not see.
  moduleNameMapper: {
    '^(@middy/[^/]+)$': '<rootDir>/node_modules/$1/index.js',
    // Jest takes no .mjs file where it makes CommonJS of the tests: these packages have another build.
    '^(d3-[a-z-]+)$': '<rootDir>/node_modules/$1/dist/$1.js',
  },
  // Every branch of core/ is tested; what the rest needs is decided by its tests, not by a number.
  collectCoverageFrom: ['lib/core/**/*.ts'],
  coverageReporters: ['text-summary', 'lcovonly'],
  coverageThreshold: { './lib/core/': { branches: 100 } },
};
