import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Only these of Math give the same bits in every engine; the others are in src/math/numerics. */
const EXACT_MATH = ['abs', 'ceil', 'clz32', 'floor', 'imul', 'max', 'min', 'sign', 'sqrt', 'trunc'];
const inexactMath = Object.getOwnPropertyNames(Math)
  .filter((name) => !EXACT_MATH.includes(name))
  .map((property) => ({
    object: 'Math',
    property,
    message: 'Engines differ in its last bit, or it is random; use src/math/numerics or src/math/random.',
  }));

export default defineConfig(
  globalIgnores(['node_modules', 'runs', 'results', 'coverage', 'tune']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'bench/peers/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // `x!` marks what the line before has established.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // Uses packages that are installed on request only, so there are no types to check against.
    files: ['bench/peers/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly' },
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-properties': ['error', ...inexactMath],
      'no-restricted-syntax': [
        'error',
        {
          selector: "BinaryExpression[operator='**']",
          message: 'Differs between engines; multiply.',
        },
        {
          selector: "AssignmentExpression[operator='**=']",
          message: 'Differs between engines; multiply.',
        },
      ],
      'no-restricted-globals': ['error', 'Date', 'console', 'performance'],
    },
  },
  {
    // `+f(x)` tells V8, not the reader, that it is a number (math/numerics/bits.ts).
    files: ['src/math/numerics/**'],
    rules: { '@typescript-eslint/no-unnecessary-type-conversion': 'off' },
  },
  {
    // Of src/, only these touch files, clock and console.
    files: ['src/record/record.ts', 'src/report/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/record/record.ts', 'src/report/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': ['error', 'Date', 'console', 'performance', 'process'],
    },
  },
);
