// What may not stand in our scripts, beside what the compiler finds by their types.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/_build/", ".venv/", "build/", "benchmarks/trees/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "func-style": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        // Data is text: what makes markup of it would run it.
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property })),
        { object: "document", property: "write" },
        // A style in an attribute is refused by a strict Content-Security-Policy.
        { property: "cssText" },
      ],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      strict: ["error", "never"],
    },
  },
  { files: ["sphinxext_cache/assets/scripts/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/*.js", "*.config.js"], languageOptions: { globals: globals.node } },
];
